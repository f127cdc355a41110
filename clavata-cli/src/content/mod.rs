//! Turns command-line arguments into content to send.

mod feed;
mod fields;
mod line;
mod lines;

use std::path::{Path, PathBuf};

use clavata_api_ext::Content;
use tokio::io::AsyncReadExt;

use self::line::{image_url, is_data};
use self::lines::{LONGEST, Lines};
use crate::arguments::{ContentArguments, Given};
use crate::exit::Failure;
use crate::input::open_piped;

pub(crate) use feed::{Feed, Log, Sent};

/// A piece of content, and a readable description of its source.
pub(crate) struct Piece {
    pub(crate) content: Content,
    pub(crate) place: String,
}

/// Checks input that can be read twice. Returns the number of pieces, if known.
pub(crate) async fn check(arguments: &ContentArguments) -> Result<Option<u64>, Failure> {
    let given = &arguments.given;
    if given.is_empty() {
        return Err(wrong(
            "no content given: use --text, --text-file, --image, --image-url, --input or `-`",
        ));
    }
    if given.iter().any(|one| matches!(one, Given::Stray)) {
        return Err(wrong(
            "unexpected argument: the only one allowed is `-`, for text on stdin",
        ));
    }
    if given
        .iter()
        .any(|one| matches!(one, Given::Text(text) if is_option(text)))
    {
        return Err(wrong(
            "--text is followed by an option: quote a variable that may be empty, or pass such text on stdin",
        ));
    }
    let is_stdin = |one: &&Given| match one {
        Given::Stdin => true,
        Given::Input(file) | Given::TextFile(file) => file == Path::new("-"),
        _ => false,
    };
    if given.iter().filter(is_stdin).count() > 1 {
        return Err(wrong("stdin can be read only once"));
    }
    let mut count = Some(0);
    for one in given {
        let more = match one {
            Given::Input(file) if is_pipe(file) => None,
            Given::Input(file) => Some(Lines::check(file).await?),
            _ => Some(1),
        };
        count = count.zip(more).map(|(count, more)| count + more);
    }
    match count {
        Some(0) => Err(wrong("the input has no content")),
        count => Ok(count),
    }
}

/// Whether a text is probably the next option, because the text itself is an empty variable without quotes.
fn is_option(text: &str) -> bool {
    let is_word = |word: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'-';
        !word.is_empty() && word.bytes().all(is_letter)
    };
    match text.strip_prefix("--") {
        Some(word) => is_word(word),
        None => text
            .strip_prefix('-')
            .is_some_and(|word| word.len() == 1 && is_word(word)),
    }
}

/// Whether a file can be read only once.
fn is_pipe(file: &Path) -> bool {
    file == Path::new("-") || (file.exists() && !file.is_file() && !file.is_dir())
}

/// Whether content comes from a file of lines, which may be large.
pub(crate) fn has_lines(arguments: &ContentArguments) -> bool {
    arguments
        .given
        .iter()
        .any(|one| matches!(one, Given::Input(_)))
}

/// Returns all content, in memory.
pub(crate) async fn all(arguments: ContentArguments) -> Result<Vec<Piece>, Failure> {
    check(&arguments).await?;
    let mut pieces = Vec::new();
    for given in arguments.given {
        match given {
            Given::Input(file) => {
                let all = Lines::open(&file).await?.all().await?;
                let all = all.into_iter();
                pieces.extend(all.map(|(content, place)| Piece { content, place }));
            }
            given => pieces.push(one(given).await?),
        }
    }
    Ok(pieces)
}

/// A single piece of content.
async fn one(given: Given) -> Result<Piece, Failure> {
    let (content, place) = match given {
        Given::Text(text) => (Content::text(text), "--text".to_owned()),
        Given::ImageUrl(url) => {
            let place = "--image-url".to_owned();
            let content = image_url(url).map_err(|why| wrong(&format!("{place}: {why}")))?;
            (content, place)
        }
        Given::Image(file) if is_data(&file.to_string_lossy()) => {
            let place = "--image".to_owned();
            let content = image_url(file.to_string_lossy().into_owned())
                .map_err(|why| wrong(&format!("{place}: {why}")))?;
            (content, place)
        }
        Given::Image(file) => {
            let read = Content::image_file(&file).await;
            let content = read.map_err(|error| wrong(&error.to_string()))?;
            (content, format!("--image {}", file.display()))
        }
        Given::TextFile(file) if file != Path::new("-") => {
            let place = format!("--text-file {}", file.display());
            (text(file, &place).await?, place)
        }
        _ => (text("-".into(), "stdin").await?, "stdin".to_owned()),
    };
    content
        .check()
        .map_err(|error| wrong(&format!("{place}: {error}")))?;
    Ok(Piece { content, place })
}

/// Reads a whole text, up to the size limit.
async fn text(file: PathBuf, place: &str) -> Result<Content, Failure> {
    let fail = |why: &str| wrong(&format!("{place}: {why}"));
    let mut bytes = Vec::new();
    let input = open_piped(file).await;
    let input = input.map_err(|error| fail(&error.to_string()))?;
    let read = input.take(LONGEST + 1).read_to_end(&mut bytes).await;
    read.map_err(|error| fail(&error.to_string()))?;
    if bytes.len() as u64 > LONGEST {
        return Err(fail("it is longer than the limit of 64 MiB"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Content::text(text)),
        Err(_) => Err(fail("it is not UTF-8")),
    }
}

fn wrong(why: &str) -> Failure {
    let what = format!("the content cannot be used: {why}");
    Failure::input(what, "nothing was sent; correct it and try again")
}
