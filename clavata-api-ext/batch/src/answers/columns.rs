//! Recognizes the columns of an output by their names, because the vendor does not document them.

mod doubts;

use csv::ByteRecord;

use super::refusal;
use doubts::is_outcome;

/// The columns of an output, by purpose.
pub(super) struct Columns {
    pub(super) count: usize,
    pub(super) ref_id: usize,
    /// These distinguish the rows of one `ref_id`.
    labels: Vec<usize>,
    /// The outcome: the first of these in the header, or any column without another purpose.
    results: Vec<usize>,
    remarks: Vec<usize>,
    /// These may report a refusal: remarks, possible outcomes, and columns named after a status or a failure.
    said: Vec<usize>,
    /// Columns that are neither of the input, nor labels or remarks.
    others: Vec<usize>,
    /// The column that certainly has the outcome.
    outcome: Option<usize>,
    /// Other columns for the outcome, which come later in [`RESULTS`].
    other_outcomes: Vec<usize>,
    /// If these say anything, something failed.
    failures: Vec<usize>,
    /// These name a state, which may be a failure.
    states: Vec<usize>,
    all_labels: Vec<usize>,
    scores: Vec<usize>,
}

const RESULTS: [&str; 5] = ["outcome", "result", "verdict", "decision", "judgement"];
const LABELS: [&str; 5] = [
    "label",
    "labelname",
    "labelid",
    "labelkey",
    "labelversionid",
];
const GIVEN: [&str; 5] = ["refid", "type", "content", "metadata", "contenthash"];
const REMARKS: [&str; 6] = ["error", "message", "reason", "precheck", "refus", "detail"];

/// Values that count as empty.
const NOTHING: [&str; 7] = [
    "",
    "null",
    "none",
    "nil",
    "nan",
    "unspecified",
    "outcome_unspecified",
];

/// Values of a column for failures that mean that nothing failed.
const NO_FAILURE: [&str; 8] = ["false", "no", "ok", "0", "-", "n/a", "[]", "{}"];

fn is_nothing(field: &[u8]) -> bool {
    let field = field.trim_ascii();
    let blank = |byte: &u8| byte.is_ascii_control() || byte.is_ascii_whitespace();
    field.iter().all(blank)
        || NOTHING
            .iter()
            .any(|nothing| field.eq_ignore_ascii_case(nothing.as_bytes()))
}

/// A name in normalized form, in which `Ref_ID` and `refId` are equal.
pub(super) fn plain(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

impl Columns {
    /// Reads a header. Fails with the reason if it cannot be used.
    pub(super) fn of(header: &ByteRecord) -> Result<Self, String> {
        let names: Vec<String> = header.iter().map(plain).collect();
        let all_of =
            |name: &str| -> Vec<usize> { (0..names.len()).filter(|&i| names[i] == name).collect() };
        let ref_id = match all_of("refid")[..] {
            [only] => only,
            [] => return Err("its header has no column `ref_id`".to_owned()),
            _ => return Err("its header names `ref_id` twice".to_owned()),
        };
        let names_any = |i: usize, with: &[&str]| with.iter().any(|with| names[i].contains(with));
        let places = |wanted: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (0..names.len()).filter(|&i| wanted(i)).collect()
        };
        let labels = places(&|i| LABELS.contains(&&*names[i]));
        let remarks = places(&|i| names_any(i, &REMARKS));
        let known = RESULTS
            .iter()
            .map(|name| all_of(name))
            .find(|found| !found.is_empty());
        let other = |i: usize| {
            let name = &*names[i];
            !name.is_empty()
                && !GIVEN.contains(&name)
                && !name.starts_with("label")
                && !remarks.contains(&i)
        };
        if known.as_ref().is_some_and(|known| known.len() > 1) {
            return Err("its header names the column for the outcome twice".to_owned());
        }
        let outcome = known.as_ref().map(|known| known[0]);
        let others = places(&other);
        let results = known.unwrap_or_else(|| others.clone());
        let failures = places(&|i| names_any(i, &["error", "fail"]));
        let states = places(&|i| ["status", "state"].contains(&&*names[i]));
        let said = places(&|i| {
            [&remarks, &results, &failures, &states]
                .iter()
                .any(|of| of.contains(&i))
        });
        let other_outcomes =
            places(&|i| RESULTS.contains(&&*names[i]) && outcome.is_some_and(|one| one != i));
        let scores = places(&|i| names[i].contains("score"));
        let all_labels = places(&|i| names[i].starts_with("label"));
        match results.len() {
            0 => Err("its header has no column for an outcome".to_owned()),
            _ => Ok(Self {
                count: names.len(),
                ref_id,
                labels,
                results,
                remarks,
                said,
                others,
                outcome,
                other_outcomes,
                failures,
                states,
                all_labels,
                scores,
            }),
        }
    }

    /// What the row is about: its `ref_id` and its labels.
    pub(super) fn subject(&self, row: &ByteRecord) -> Vec<u8> {
        let mut subject = self.ref_id(row).to_vec();
        for &place in &self.labels {
            subject.push(0);
            subject.extend_from_slice(field(row, place));
        }
        subject
    }

    /// The label or labels of the row.
    pub(super) fn label(&self, row: &ByteRecord) -> Vec<u8> {
        self.labels
            .iter()
            .flat_map(|&place| [field(row, place), b"\0"].concat())
            .collect()
    }

    pub(super) fn ref_id<'a>(&self, row: &'a ByteRecord) -> &'a [u8] {
        field(row, self.ref_id)
    }

    /// The outcome. `None` if the row has none.
    pub(super) fn outcome(&self, row: &ByteRecord) -> Option<Vec<u8>> {
        let fields = || self.results.iter().map(|&place| field(row, place));
        let is_there = fields().any(|field| !is_nothing(field));
        is_there.then(|| fields().flat_map(|field| [field, b"\0"].concat()).collect())
    }

    /// Whether the row says that the content was refused. Only columns with the gateway's own text count, because the
    /// input may also mention refusals. If the content was not judged, the gateway may say so in any column of its own,
    /// and if the row is broken, in any field.
    pub(super) fn is_refused(&self, row: &ByteRecord, is_broken: bool) -> bool {
        let says = |places: &[usize]| {
            let mut fields = places.iter().map(|&place| field(row, place));
            fields.any(refusal::is_said)
        };
        if is_broken {
            return row.iter().any(refusal::is_said);
        }
        let outcome = self.named_outcome(row);
        let is_judged = !is_nothing(outcome) && !is_outcome(outcome, &["FAILED"]);
        says(&self.said) || !is_judged && says(&self.others)
    }
}

/// The fields of a row that may be kept. Other columns may contain content.
impl Columns {
    /// The outcome, if there is a column that certainly has it.
    pub(super) fn named_outcome<'a>(&self, row: &'a ByteRecord) -> &'a [u8] {
        self.outcome.map_or(&[], |place| field(row, place))
    }

    pub(super) fn score(&self, row: &ByteRecord) -> Option<f64> {
        let score = std::str::from_utf8(field(row, *self.scores.first()?)).ok()?;
        score.parse().ok().filter(|score: &f64| score.is_finite())
    }

    pub(super) fn all_labels(&self, row: &ByteRecord) -> Vec<u8> {
        joined(row, &self.all_labels, b", ")
    }

    pub(super) fn remark(&self, row: &ByteRecord) -> Vec<u8> {
        joined(row, &self.remarks, b"; ")
    }
}

fn joined(row: &ByteRecord, places: &[usize], between: &[u8]) -> Vec<u8> {
    let fields = places.iter().map(|&place| field(row, place));
    let fields: Vec<_> = fields.filter(|field| !field.is_empty()).collect();
    fields.join(between)
}

fn field(row: &ByteRecord, place: usize) -> &[u8] {
    row.get(place).unwrap_or_default().trim_ascii()
}
