//! Damage to bytes in transit.

/// Bytes with a meaning in JSON, which get further than others.
const OF_JSON: &[u8] = b"{}[]\",:0-n.eE\\\n";

/// A change to bytes, at a relative position from 0 (the start) to 65,535.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Damage {
    Cut(u16),
    Set(u16, u8),
    Insert(u16, u8),
    Remove(u16, u8),
    Repeat(u16, u8),
}

impl Damage {
    /// Decodes four bytes: the kind, the position, and another byte or a count.
    pub(crate) fn of([kind, high, low, value]: [u8; 4]) -> Self {
        let at = u16::from_be_bytes([high, low]);
        let byte = match kind & 0x80 {
            0 => OF_JSON[usize::from(value) % OF_JSON.len()],
            _ => value,
        };
        match kind % 13 {
            0 => Self::Cut(at),
            1..=4 => Self::Set(at, byte),
            5..=8 => Self::Insert(at, byte),
            9 | 10 => Self::Remove(at, value),
            _ => Self::Repeat(at, value),
        }
    }

    /// Applies a script of changes, four bytes each.
    pub(crate) fn all(script: &[u8], mut bytes: Vec<u8>) -> Vec<u8> {
        for four in script.as_chunks().0 {
            Self::of(*four).happen(&mut bytes);
        }
        bytes
    }

    pub(crate) fn happen(self, bytes: &mut Vec<u8>) {
        let (Self::Cut(at)
        | Self::Set(at, _)
        | Self::Insert(at, _)
        | Self::Remove(at, _)
        | Self::Repeat(at, _)) = self;
        if bytes.is_empty() {
            return;
        }
        let length = bytes.len();
        let at = (usize::from(at) * length) >> 16;
        let span = |count: u8| at..(at + usize::from(count)).min(length);
        match self {
            Self::Cut(_) => bytes.truncate(at),
            Self::Set(_, byte) => bytes[at] = byte,
            Self::Insert(_, byte) => bytes.insert(at, byte),
            Self::Remove(_, count) => drop(bytes.drain(span(count))),
            Self::Repeat(_, count) => {
                let piece = bytes[span(count)].to_vec();
                let end = span(count).end;
                bytes.splice(end..end, piece);
            }
        }
    }
}
