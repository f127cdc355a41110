//! Content on the command line, in the order given.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::builder::{OsStringValueParser, PathBufValueParser, StringValueParser};
use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches};

/// A piece of content, or a file with many pieces.
pub(crate) enum Given {
    Text(String),
    TextFile(PathBuf),
    Image(PathBuf),
    ImageUrl(String),
    /// A file in JSON Lines format.
    Input(PathBuf),
    /// Text on stdin.
    Stdin,
    /// An argument that is not an option. It is discarded, because it may be the content itself.
    Stray,
}

/// All content on the command line. Derived arguments would lose the order of the options.
pub(crate) struct ContentArguments {
    pub(crate) given: Vec<Given>,
}

impl ContentArguments {
    /// The files that content is read from.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.given.iter().filter_map(|one| match one {
            Given::TextFile(file) | Given::Image(file) | Given::Input(file) => Some(&**file),
            Given::Stdin => Some(Path::new("-")),
            Given::Text(_) | Given::ImageUrl(_) | Given::Stray => None,
        })
    }
}

const HEADING: &str = "Content";

impl Args for ContentArguments {
    fn augment_args(command: Command) -> Command {
        let option = |name: &'static str, value: &'static str, help: &'static str| {
            Arg::new(name)
                .long(name)
                .value_name(value)
                .action(ArgAction::Append)
                .help_heading(HEADING)
                .help(help)
        };
        command
            .arg(
                option("text", "TEXT", "Text to evaluate")
                    .value_parser(StringValueParser::new())
                    // Otherwise text such as `-1` or `- this` would be an option, and errors would quote it.
                    .allow_hyphen_values(true),
            )
            .arg(
                option("text-file", "FILE", "A file of text to evaluate")
                    .value_parser(PathBufValueParser::new()),
            )
            .arg(
                option("image", "FILE", "A PNG, JPEG or WebP file, or a data: URL")
                    .value_parser(PathBufValueParser::new()),
            )
            .arg(
                option("image-url", "URL", "The URL of an image that the gateway fetches, or a data: URL")
                    .value_parser(StringValueParser::new()),
            )
            .arg(
                option(
                    "input",
                    "FILE",
                    "A file of content with one JSON object per line: {\"text\" or \"image\" (a path relative to FILE, base64 or a data: URL) or \"imageUrl\", \"metadata\"}",
                )
                .short('i')
                .value_parser(PathBufValueParser::new()),
            )
            .arg(
                Arg::new("stdin")
                    .value_name("-")
                    .action(ArgAction::Append)
                    .help_heading(HEADING)
                    .help("Read text from stdin")
                    .value_parser(OsStringValueParser::new()),
            )
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for ContentArguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut given = Vec::new();
        given.extend(placed(matches, "text", Given::Text));
        given.extend(placed(matches, "text-file", Given::TextFile));
        given.extend(placed(matches, "image", Given::Image));
        given.extend(placed(matches, "image-url", Given::ImageUrl));
        given.extend(placed(matches, "input", Given::Input));
        given.extend(placed(matches, "stdin", |text: OsString| {
            if text == "-" {
                Given::Stdin
            } else {
                Given::Stray
            }
        }));
        given.sort_by_key(|(place, _)| *place);
        let given = given.into_iter().map(|(_, given)| given).collect();
        Ok(Self { given })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The values of an argument, each with its place on the command line.
fn placed<T: Clone + Send + Sync + 'static>(
    matches: &ArgMatches,
    name: &str,
    make: impl Fn(T) -> Given,
) -> impl Iterator<Item = (usize, Given)> {
    let places = matches.indices_of(name).into_iter().flatten();
    let values = matches.get_many::<T>(name).into_iter().flatten();
    places.zip(values.cloned().map(make))
}
