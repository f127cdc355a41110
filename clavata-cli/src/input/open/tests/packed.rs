use std::io::{self, Read as _};

use super::super::source::Source;
use super::super::unpack::Unpack;
use super::{drip, gzip, lines, opened, read_all, zstd};

/// A skippable frame of zstd.
fn skipped(length: u8) -> Vec<u8> {
    let mut frame = vec![0x53, 0x2a, 0x4d, 0x18, length, 0, 0, 0];
    frame.extend(vec![b'x'; length.into()]);
    frame
}

#[test]
fn a_packed_file_is_read_as_what_was_packed() {
    let text = lines(3000);
    let text = text.as_bytes();
    let (first, second) = text.split_at(text.len() / 3);
    let packed: [(&str, Vec<u8>); 8] = [
        ("gzip", gzip(text)),
        ("members", [gzip(first), gzip(b""), gzip(second)].concat()),
        ("zeros", [gzip(text), vec![0; 1000]].concat()),
        ("zstd", zstd(text)),
        (
            "frames",
            [
                skipped(9),
                zstd(first),
                skipped(0),
                zstd(second),
                skipped(200),
            ]
            .concat(),
        ),
        ("both", [gzip(first), zstd(second)].concat()),
        ("plain behind", [gzip(first), second.to_vec()].concat()),
        ("plain", text.to_vec()),
    ];
    for (name, packed) in packed {
        for size in [1, 13, 5000, 1 << 20] {
            let (read, end) = read_all(opened(&packed, size));
            assert!(read == text && end.is_none(), "{name} by {size}: {end:?}");
        }
    }
}

#[test]
fn what_is_cut_off_is_read_as_far_as_it_goes_and_then_an_error() {
    let text = lines(40);
    let (first, second) = text.split_at(text.len() / 2);
    for [first_part, second_part] in [
        [gzip(first.as_bytes()), gzip(second.as_bytes())],
        [zstd(first.as_bytes()), zstd(second.as_bytes())],
    ] {
        let border = first_part.len();
        let packed = [first_part, second_part].concat();
        for end in 4..packed.len() {
            let (read, error) = read_all(opened(&packed[..end], 100));
            if (border..border + 4).contains(&end) {
                // After a complete part, too few bytes to identify the next part are passed on unchanged.
                assert_eq!(read, [first.as_bytes(), &packed[border..end]].concat());
                continue;
            }
            let error = error.unwrap_or_else(|| panic!("cut at {end}: no error"));
            assert_eq!(error.kind(), io::ErrorKind::InvalidData, "{error}");
            assert!(error.to_string().ends_with("is cut off"), "{error}");
            assert!(text.as_bytes().starts_with(&read), "cut at {end}");
            assert!(end < border || read.len() >= first.len(), "cut at {end}");
        }
    }
}

#[test]
fn no_damage_goes_unnoticed() {
    let text = lines(40);
    for packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        for at in 4..packed.len() {
            let mut packed = packed.clone();
            packed[at] ^= 1 << (at % 8);
            let (read, error) = read_all(opened(&packed, 100));
            assert!(
                error.is_some() || read == text.as_bytes(),
                "damaged at {at}"
            );
        }
    }
}

#[test]
fn what_stands_before_the_damage_is_not_lost() {
    let text = lines(12_000);
    for mut packed in [gzip(text.as_bytes()), zstd(text.as_bytes())] {
        let at = packed.len() * 9 / 10;
        packed.truncate(at + 20);
        packed[at..].fill(0xff);
        // All of it fits into one read.
        let mut read = vec![0; 2 * text.len()];
        let mut input = opened(&packed, 1 << 20).unwrap();
        let mut count = 0;
        let error = loop {
            match input.read(&mut read[count..]) {
                Ok(more) if more > 0 => count += more,
                end => break end,
            }
        };
        assert!(error.is_err());
        let before = text.len() * 3 / 4;
        assert!(count > before, "{count} of {}", text.len());
        assert!(read[..before] == text.as_bytes()[..before]);
    }
}

#[test]
fn a_bomb_ends_at_its_bound() {
    let zeros = vec![b' '; 8 << 20];
    for packed in [gzip(&zeros), zstd(&zeros)] {
        let (read, error) = read_all(Ok(Unpack::bounded(
            Source::of(drip(&packed, 1000)),
            1 << 20,
        )));
        let error = error.unwrap().to_string();
        assert!(
            error.contains("250 times") && error.contains("1 MiB"),
            "{error}"
        );
        assert!(read.len() < 2 << 20, "{}", read.len());
        // The limit that does not depend on the size of the input.
        let (read, error) = read_all(opened(&packed, 1000));
        assert!(read == zeros && error.is_none());
    }
}

#[test]
fn what_is_packed_twice_is_one_error() {
    for packed in [gzip(&gzip(b"{}")), gzip(&zstd(b"{}")), zstd(&gzip(b"{}"))] {
        let (read, error) = read_all(opened(&packed, 100));
        assert!(read.is_empty());
        assert!(error.unwrap().to_string().contains("compressed twice"));
    }
}
