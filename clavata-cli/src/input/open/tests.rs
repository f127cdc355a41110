use std::io::{self, Read, Write};

use flate2::{Compression, GzBuilder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::source::Source;
use super::unpack::Unpack;
use super::{Opened, recognise};

/// Gives out a few bytes at a time, and fails now and then as signals make it.
struct Drip(Vec<u8>, usize, bool);

impl Read for Drip {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.2 = !self.2;
        if self.2 {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let count = self.1.min(into.len()).min(self.0.len());
        let later = self.0.split_off(count);
        into[..count].copy_from_slice(&self.0);
        self.0 = later;
        Ok(count)
    }
}

fn drip(bytes: &[u8], size: usize) -> Drip {
    Drip(bytes.to_vec(), size, false)
}

fn opened(bytes: &[u8], size: usize) -> io::Result<Opened> {
    recognise(drip(bytes, size), None)
}

/// All that can be read, and what ends it.
fn read_all(input: io::Result<impl Read>) -> (Vec<u8>, Option<io::Error>) {
    let mut read = Vec::new();
    let end = input.and_then(|mut input| input.read_to_end(&mut read));
    (read, end.err())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = GzBuilder::new()
        .filename("jobs.json")
        .comment("a comment")
        .extra(vec![7; 300])
        .write(Vec::new(), Compression::default());
    writer.write_all(bytes).unwrap();
    writer.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

/// A frame of zstd that says to be skipped.
fn skipped(length: u8) -> Vec<u8> {
    let mut frame = vec![0x53, 0x2a, 0x4d, 0x18, length, 0, 0, 0];
    frame.extend(vec![b'x'; length.into()]);
    frame
}

/// Lines that are alike and yet differ, as answers do.
fn lines(count: usize) -> String {
    let mut random = 1_u32;
    let mut line = |at| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!(
            "{{\"job\":{{\"jobUuid\":\"{random:x}\",\"index\":{at},\"emoji\":\"\u{1f600}é\"}}}}\n"
        )
    };
    (0..count).map(&mut line).collect()
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
                // Behind a whole part, fewer bytes than say what they are: they pass as they are.
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
        // What is within the bound that does not depend on its size.
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

fn utf16(units: &[u16], mark: bool, big: bool) -> Vec<u8> {
    let mark = mark.then_some(0xfeff);
    let all = mark.into_iter().chain(units.iter().copied());
    all.flat_map(|unit| {
        if big {
            unit.to_be_bytes()
        } else {
            unit.to_le_bytes()
        }
    })
    .collect()
}

#[test]
fn utf_16_is_read_as_utf_8() {
    let mut units: Vec<u16> = "{\"é☃😀\u{feff}\":\"".encode_utf16().collect();
    // Halves of characters alone, in the wrong order, twice.
    units.extend([0xd83d, 0x41, 0xde00, 0x42, 0xde00, 0xd83d, 0xd83d, 0xde00]);
    units.extend("\"}\n".encode_utf16());
    let long: Vec<u16> = units.iter().copied().cycle().take(40_000).collect();
    let cut = [&units[..], &[0xd83d]].concat();
    for (name, units) in [("short", units), ("long", long), ("cut", cut)] {
        let text = String::from_utf16_lossy(&units);
        for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
            let bytes = utf16(&units, mark, big);
            let sizes = if name == "long" { 997..998 } else { 1..9 };
            for size in sizes {
                for bytes in [&bytes, &gzip(&bytes)] {
                    let (read, error) = read_all(opened(bytes, size));
                    assert!(error.is_none(), "{name} {mark} {big}: {error:?}");
                    assert!(read == text.as_bytes(), "{name} {mark} {big} by {size}");
                }
                let half = [&bytes[..], b"\n"].concat();
                let (read, _) = read_all(opened(&half, size));
                assert!(
                    read == format!("{text}\u{fffd}").as_bytes(),
                    "half a unit at the end"
                );
            }
        }
    }
}

#[test]
fn a_byte_order_mark_begins_nothing_and_all_else_is_left_as_it_is() {
    for text in [
        "",
        "{",
        "{}",
        "\u{feff}",
        "\u{feff}{}",
        "\u{feff}\u{feff}{}",
        "\u{1f}{}",
        "é",
    ] {
        for size in [1, 2, 100] {
            let (read, error) = read_all(opened(text.as_bytes(), size));
            let expected = text.strip_prefix('\u{feff}').unwrap_or(text);
            assert_eq!(
                (read.as_slice(), error.is_none()),
                (expected.as_bytes(), true)
            );
        }
    }
    for bytes in [
        &b"\x1f"[..],
        b"\x1f\x8b",
        b"\xff",
        b"\xef\xbb",
        b"\0\0\0\0",
        b"{\0",
        b"\xff\xfb\0\0",
        b"\n\0\0\0\n{}",
    ] {
        assert_eq!(read_all(opened(bytes, 1)).0, bytes);
    }
}

#[test]
fn utf_32_is_one_error() {
    for big in [true, false] {
        for text in ["\u{feff}{}", "{}", " [1]"] {
            let unit = |unit: char| {
                let unit = u32::from(unit);
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            };
            let bytes: Vec<u8> = text.chars().flat_map(unit).collect();
            let (read, error) = read_all(opened(&bytes, 3));
            assert!(read.is_empty());
            assert!(error.unwrap().to_string().contains("UTF-32"));
        }
    }
}

#[tokio::test]
async fn tasks_read_the_same() {
    use tokio::io::AsyncReadExt;

    let text = lines(5000);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lines");
    let cut = gzip(text.as_bytes());
    for (bytes, is_whole) in [
        (text.as_bytes().to_vec(), true),
        (gzip(text.as_bytes()), true),
        (cut[..cut.len() - 1].to_vec(), false),
    ] {
        std::fs::write(&file, bytes).unwrap();
        let mut read = Vec::new();
        let mut opened = super::piped::open_piped(file.clone()).await.unwrap();
        let end = opened.read_to_end(&mut read).await;
        assert_eq!(end.is_ok(), is_whole);
        assert!(read == text.as_bytes());
    }
    let missing = super::piped::open_piped(folder.path().join("none")).await;
    assert_eq!(missing.unwrap_err().kind(), io::ErrorKind::NotFound);
}
