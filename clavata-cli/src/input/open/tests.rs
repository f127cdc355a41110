//! Inputs in any pieces, compression and encoding.

mod encodings;
mod packed;

use std::io::{self, Read, Write};

use flate2::{Compression, GzBuilder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::{Opened, recognize};

/// Returns a few bytes at a time, and sometimes fails as if interrupted by a signal.
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
    recognize(drip(bytes, size), None, None)
}

/// Everything that can be read, and the error that ends it.
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

/// Lines that are similar but differ, as answers do.
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
