//! The wanted keys of an object, in a form that finds them by their first bytes.

/// How many bytes are compared at once.
const WORD: usize = 8;

/// The wanted keys of an object, in the order in which they are expected.
///
/// ```
/// use clavata_api::json::{Cursor, Fault, Keys, double};
///
/// const KEYS: Keys<2> = Keys::new(["outcome", "score"]);
///
/// let mut score = 0.0;
/// Cursor::new(r#"{"score": 0.5, "outcome": 1}"#).members(&KEYS, |cursor, key| match key {
///     "score" => Ok(score = double(cursor)?),
///     _ => cursor.skip(),
/// })?;
/// assert_eq!(score, 0.5);
/// # Ok::<(), Fault>(())
/// ```
#[derive(Debug)]
pub struct Keys<const N: usize> {
    names: [&'static str; N],
    /// How each key begins in the text, up to its closing quote.
    starts: [Start; N],
}

/// Up to eight bytes, as one number.
#[derive(Clone, Copy, Debug)]
struct Start {
    bytes: u64,
    mask: u64,
}

impl Start {
    const fn of(name: &str) -> Self {
        let name = name.as_bytes();
        let (mut bytes, mut mask, mut at) = (0, 0, 0);
        while at < WORD && at <= name.len() {
            let byte = if at < name.len() { name[at] } else { b'"' };
            bytes |= (byte as u64) << (8 * at);
            mask |= 0xff << (8 * at);
            at += 1;
        }
        Self { bytes, mask }
    }
}

impl<const N: usize> Keys<N> {
    /// Takes keys in the JSON spelling, at most 32.
    pub const fn new(names: [&'static str; N]) -> Self {
        assert!(N <= 32, "a word has a bit for each");
        let mut starts = [Start { bytes: 0, mask: 0 }; N];
        let mut at = 0;
        while at < N {
            starts[at] = Start::of(names[at]);
            at += 1;
        }
        Self { names, starts }
    }

    pub(super) fn names(&self) -> &[&'static str; N] {
        &self.names
    }

    /// Returns the position of the key that was sent, given the bytes after its opening quote. `guess` is compared
    /// first. `None` if the key has another spelling, or is not wanted.
    #[inline]
    pub(super) fn find(&self, sent: &[u8], guess: usize) -> Option<usize> {
        let start = u64::from_le_bytes(*sent.first_chunk::<WORD>()?);
        let is = |at: usize| {
            let Start { bytes, mask } = self.starts[at];
            start & mask == bytes && ends(self.names[at].as_bytes(), sent)
        };
        if guess < N && is(guess) {
            return Some(guess);
        }
        (0..N).find(|at| is(*at))
    }

    /// Whether these are enough bytes for [`find`](Self::find). At the end of a text they may not be.
    pub(super) fn are_found_in(sent: &[u8]) -> bool {
        sent.len() >= WORD
    }
}

/// Whether a key that begins like this name ends like it.
#[inline]
fn ends(name: &[u8], sent: &[u8]) -> bool {
    let Some(rest) = name.get(WORD..) else {
        return true;
    };
    sent.get(WORD..name.len()) == Some(rest) && sent.get(name.len()) == Some(&b'"')
}

#[cfg(test)]
mod tests {
    use super::{Keys, WORD};

    const NAMES: [&str; 8] = [
        "a",
        "jobUuid",
        "policyId",
        "policyKey",
        "policyVersionId",
        "exceptionEvaluationReport",
        "exceptionEvaluationReports",
        "job",
    ];
    const KEYS: Keys<8> = Keys::new(NAMES);

    #[test]
    fn a_key_is_found_by_all_its_bytes_and_no_others() {
        for (at, name) in NAMES.iter().enumerate() {
            for guess in 0..=NAMES.len() {
                let sent = format!("{name}\": 12345678");
                assert_eq!(KEYS.find(sent.as_bytes(), guess), Some(at), "{name}");
                for cut in 0..name.len() {
                    let one_less = format!("{}{}", &name[..cut], &sent[cut + 1..]);
                    let expected = NAMES
                        .iter()
                        .position(|name| one_less.starts_with(&format!("{name}\"")));
                    assert_eq!(
                        KEYS.find(one_less.as_bytes(), guess),
                        expected,
                        "{one_less}"
                    );
                    let other = format!("{}~{}", &name[..cut], &sent[cut + 1..]);
                    assert_eq!(KEYS.find(other.as_bytes(), guess), None, "{other}");
                    let one_more = format!("{}~{}", &name[..=cut], &sent[cut + 1..]);
                    assert_eq!(KEYS.find(one_more.as_bytes(), guess), None, "{one_more}");
                }
                for length in 0..=name.len() {
                    assert_eq!(KEYS.find(&sent.as_bytes()[..length], guess), None);
                }
            }
        }
        assert!(!Keys::<8>::are_found_in(&[b'a'; WORD - 1]));
        assert!(Keys::<8>::are_found_in(&[b'a'; WORD]));
    }
}
