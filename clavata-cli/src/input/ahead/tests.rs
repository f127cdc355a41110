use std::io::{self, Read, Seek as _, Write as _};

use super::{Ahead, Kept, PIECE};
use crate::input::{Opened, open};

/// Distinct bytes, more than are kept in memory.
fn bytes() -> Vec<u8> {
    (0..10_000_000_u32)
        .map(|at| (at.wrapping_mul(at) >> 7).to_le_bytes()[0] | 1)
        .collect()
}

fn read(input: &mut impl Read, count: usize) -> Vec<u8> {
    let mut read = Vec::new();
    input.take(count as u64).read_to_end(&mut read).unwrap();
    read
}

/// Reads ahead from several positions, by different amounts, and then reads everything.
fn looks_and_reads(mut input: Ahead, bytes: &[u8]) {
    let mut at = 0;
    for (count, look) in [
        (1000, 5 * PIECE),
        (2 * PIECE, 1),
        (PIECE - 7, 9_500_000),
        (3, 100),
        (6_000_000, usize::MAX),
    ] {
        assert!(read(&mut input, count) == bytes[at..at + count]);
        at += count;
        let mut seen = Vec::new();
        let looked = input.read_on(|piece| {
            seen.extend_from_slice(piece);
            seen.len() >= look
        });
        looked.unwrap();
        assert!(seen.len() >= look.min(bytes.len() - at));
        assert!(seen == bytes[at..at + seen.len()]);
    }
    let mut rest = Vec::new();
    input.read_to_end(&mut rest).unwrap();
    assert!(rest == bytes[at..]);
}

#[test]
fn what_was_read_on_is_read_again() {
    let bytes = bytes();
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&bytes).unwrap();
    looks_and_reads(Ahead::of(open(file.path()).unwrap()), &bytes);
    let marked = [b"\xef\xbb\xbf", &bytes[..]].concat();
    std::fs::write(file.path(), &marked).unwrap();
    looks_and_reads(Ahead::of(open(file.path()).unwrap()), &bytes);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&bytes).unwrap();
    std::fs::write(file.path(), packed.finish().unwrap()).unwrap();
    let packed = Ahead::of(open(file.path()).unwrap());
    assert!(packed.last(10).is_none());
    looks_and_reads(packed, &bytes);
}

#[test]
fn the_end_of_a_file_is_its_end_now() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"0123456789").unwrap();
    let input = Ahead::of(open(file.path()).unwrap());
    assert_eq!(input.last(4).unwrap(), b"6789");
    file.write_all(b"ab").unwrap();
    assert_eq!(input.last(4).unwrap(), b"89ab");
    assert_eq!(input.last(100).unwrap(), b"0123456789ab");
}

#[test]
fn an_error_comes_after_everything_before_it() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&bytes()).unwrap();
    let mut packed = packed.finish().unwrap();
    packed.truncate(packed.len() - 4);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&packed).unwrap();
    let mut input = Ahead::of(open(file.path()).unwrap());
    input.read_on(|_| false).unwrap();
    let mut read = Vec::new();
    let end = input.read_to_end(&mut read).unwrap_err();
    assert_eq!(end.kind(), io::ErrorKind::InvalidData);
    assert!(read == bytes());
}

#[test]
fn what_could_not_be_written_is_not_lost() {
    let mut file = tempfile::spooled_tempfile(10);
    file.write_all(b"abc").unwrap();
    file.rewind().unwrap();
    let mut kept = Kept {
        file,
        left: 3,
        unwritten: b"defg".to_vec(),
        earlier: None,
        failed: None,
    };
    assert_eq!(read(&mut kept, 100), b"abcdefg");
}

/// A pipe with these bytes.
fn piped(bytes: &[u8]) -> Ahead {
    Ahead::of(Opened {
        input: Box::new(io::Cursor::new(bytes.to_vec())),
        size: None,
        plain: None,
    })
}

#[test]
fn a_look_within_what_an_earlier_one_read_keeps_only_what_it_passes_on() {
    let bytes = bytes();
    let mut input = piped(&bytes);
    input.read_on(|_| false).unwrap();
    let mut at = 0;
    for step in [3 * PIECE, 100, PIECE + 1, 2_000_000, 5].repeat(2) {
        let mut seen = 0;
        input
            .read_on(|piece| {
                assert!(piece == &bytes[at + seen..at + seen + piece.len()]);
                seen += piece.len();
                seen >= step
            })
            .unwrap();
        let kept = input.kept.as_ref().unwrap();
        assert!(kept.left == seen as u64 && kept.unwritten.is_empty());
        let mut count = 0;
        let mut earlier = &kept.earlier;
        while let Some(kept) = earlier {
            (count, earlier) = (count + 1, &kept.earlier);
        }
        assert!(count < 4, "{count} looks are kept");
        assert!(read(&mut input, step) == bytes[at..at + step]);
        at += step;
    }
    assert!(read(&mut input, usize::MAX) == bytes[at..]);
}

#[test]
fn what_cannot_be_read_again_is_an_error_and_nothing_behind_it_is_read() {
    let bytes = bytes();
    for looks in 1..3 {
        let mut input = piped(&bytes);
        input.read_on(|_| false).unwrap();
        assert!(read(&mut input, 1000) == bytes[..1000]);
        // As if the file had been truncated.
        let kept = input.kept.as_mut().unwrap();
        kept.file.set_len(PIECE as u64).unwrap();
        for _ in 1..looks {
            let _ = input.read_on(|_| false);
        }
        let mut rest = Vec::new();
        let error = input.read_to_end(&mut rest).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof);
        assert!(rest == bytes[1000..PIECE], "{}", rest.len());
    }
}

#[test]
fn a_look_that_is_too_long_says_so_and_loses_nothing() {
    let bytes = bytes();
    let mut input = piped(&bytes);
    let error = input.read_on_within(5_000_000, |_| false).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    assert!(read(&mut input, usize::MAX) == bytes);
}

#[test]
fn a_plain_file_that_cannot_be_read_is_told_by_whoever_reads_it() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"0123456789").unwrap();
    let mut input = Ahead::of(open(file.path()).unwrap());
    let writer = std::fs::File::options().append(true).open(file.path());
    input.input.plain.as_mut().unwrap().file = writer.unwrap().into();
    input.read_on(|_| panic!("nothing can be read")).unwrap();
    assert_eq!(read(&mut input, 100), b"0123456789");
}
