//! `clavata compare`: compares two sets of answers for the same content.

mod allowed;
mod html;
mod markdown;
mod sections;
mod table;

use std::path::{Path, PathBuf};
use std::slice;

use clavata_api_ext::tuning::{Comparison, Flip, Judged, compare};
use serde::Serialize;

use self::allowed::Allowed;
use super::flatten;
use crate::arguments::{CompareArguments, CompareFormat, Format, key_by};
use crate::exit::{Code, End, Failure};
use crate::output::{self, EachResult, Seen};
use crate::terminal::{counted, note, pieces};

/// The differences, and which of them were not reviewed.
#[derive(Serialize)]
struct Compared<'a> {
    #[serde(flatten)]
    found: &'a Comparison,
    /// The flips that `--allow` does not list.
    unreviewed: Vec<&'a Flip>,
    #[serde(skip)]
    allowed: &'a Allowed,
}

pub(super) fn run(arguments: &CompareArguments) -> Result<(), End> {
    let format = arguments.format()?;
    let allowed = match &arguments.allow {
        Some(file) => Allowed::read(file)?,
        None => Allowed::default(),
    };
    if [&arguments.before, &arguments.after].map(|side| side == Path::new("-")) == [true; 2] {
        let hint = "save one side to a file";
        return Err(Failure::input("stdin can be only one side", hint).into());
    }
    let before = Side::read(arguments, &arguments.before)?;
    let after = Side::read(arguments, &arguments.after)?;
    let mut found = compare(&before.judged, &after.judged);
    found.nameless += before.left_out + after.left_out;
    let unreviewed = found.flips.iter().filter(|flip| !allowed.has(flip));
    let compared = Compared {
        found: &found,
        unreviewed: unreviewed.collect(),
        allowed: &allowed,
    };
    let failure = before.failure.or(after.failure);
    if let Some(code) = failure
        && found.compared == 0
    {
        // What could not be read was reported. A comparison of nothing would look like one without flips.
        return Err(End::Reported(code));
    }
    if found.compared == 0 {
        let what = "no content is on both sides, so there is nothing to compare";
        let hint = match arguments.by_metadata {
            Some(_) => "check the files, and the key of --by-metadata",
            None => "check the files, or match content with --by-metadata KEY",
        };
        return Err(Failure::input(what, hint).into());
    }
    let (format, text) = match format {
        CompareFormat::Table => (Format::Csv, table::of(&compared)),
        CompareFormat::Markdown => (Format::Csv, markdown::of(&compared)),
        CompareFormat::Json => {
            let text = serde_json::to_string(&compared).map_err(std::io::Error::from)?;
            (Format::Json, text + "\n")
        }
        CompareFormat::Html => (Format::Html, html::of(&compared)),
    };
    let printed = match output::write(&arguments.target.shown(format), text.as_bytes()) {
        // A flip decides the exit code even if the reader closes the pipe.
        printed @ (Ok(()) | Err(End::NobodyReads)) => printed,
        failed => return failed,
    };
    let unused = allowed.unused(&found.flips);
    if unused > 0 {
        note(&format!(
            "{} not found in this comparison; remove from the --allow list",
            counted(unused as u64, "reviewed flip")
        ));
    }
    if let Some(code) = failure {
        return Err(End::Reported(code));
    }
    let is_same = compared.unreviewed.is_empty()
        && found.only_before.is_empty()
        && found.only_after.is_empty()
        && found.labels_only_before.is_empty()
        && found.labels_only_after.is_empty()
        && found.nameless == 0
        && found.repeated == 0
        && found.missing == 0;
    if arguments.fail_on_flip && !is_same {
        return Err(End::Verdict(Code::Flipped));
    }
    printed
}

/// The answers on one side.
struct Side {
    judged: Judged,
    /// The number of label version answers, which do not name their label.
    left_out: usize,
    /// The exit code for what could not be read.
    failure: Option<Code>,
}

impl Side {
    fn read(arguments: &CompareArguments, file: &PathBuf) -> Result<Self, End> {
        let mut judged = Judged::new(key_by(arguments.by_metadata.as_deref()));
        let mut left_out = 0;
        let each = EachResult::new(|next| match next {
            Seen::Result(result, judge) => judged.see(result, &judge.result(result)),
            Seen::LeftOut(answers) => left_out += answers,
            Seen::Job(job) => judged.see_missing(job),
        });
        let failure = flatten::gather(slice::from_ref(file), arguments.target.strict, each)?;
        Ok(Self {
            judged,
            left_out,
            failure,
        })
    }
}

/// Describes the differences in sentences.
fn sentences(found: &Comparison) -> Vec<String> {
    let verdicts = found
        .flips
        .iter()
        .filter(|flip| flip.label.is_none())
        .count();
    let mut said = vec![format!(
        "{} on both sides; flipped: {}, {}",
        pieces(found.compared),
        counted(verdicts as u64, "verdict"),
        counted((found.flips.len() - verdicts) as u64, "label"),
    )];
    let results = |count: usize| counted(count as u64, "result");
    for (count, what, more) in [
        (
            found.only_before.len(),
            pieces(found.only_before.len()),
            "only before",
        ),
        (
            found.only_after.len(),
            pieces(found.only_after.len()),
            "only after",
        ),
        (
            found.nameless,
            results(found.nameless),
            "without a name, so not compared",
        ),
        (
            found.missing,
            pieces(found.missing),
            "without a result, so not compared",
        ),
        (
            found.repeated,
            results(found.repeated),
            if found.repeated == 1 {
                "shares its content with another result; the worst counts"
            } else {
                "share their content with another result; the worst counts"
            },
        ),
    ] {
        if count > 0 {
            said.push(format!("{what} {more}"));
        }
    }
    for (labels, side) in [
        (&found.labels_only_before, "before"),
        (&found.labels_only_after, "after"),
    ] {
        for (label, count) in labels {
            said.push(format!(
                "label {label:?} only {side}, for {}",
                pieces(*count)
            ));
        }
    }
    said
}

/// The name of a label, or a word for the verdict.
fn subject(flip: &Flip) -> &str {
    match flip.label.as_deref() {
        None => "(verdict)",
        Some("") => "(label without a name)",
        Some(label) => label,
    }
}

/// The scores of a flip, such as `0.42 → 0.61`.
fn scores(flip: &Flip) -> String {
    let score = |score: Option<f64>| score.map_or("–".to_owned(), |score| score.to_string());
    match (flip.score_before, flip.score_after) {
        (None, None) => String::new(),
        (before, after) => format!("{} → {}", score(before), score(after)),
    }
}
