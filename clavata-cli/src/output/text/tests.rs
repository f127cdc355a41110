//! Rows as text, beside what plain writers make of the same rows.

use clavata_api_ext::api::GetJobResponse;
use clavata_api_ext::flatten::{FlattenError, Flattener};
use clavata_api_ext::{Cell, Job, Level, Record, Row};
use fastrand::Rng;
use serde_json::{Value, json};

use super::*;
use crate::arguments::{ChoiceOptions, CsvOptions};

fn text(rng: &mut Rng) -> String {
    const PARTS: [&str; 14] = [
        "a",
        "word",
        "\"",
        "\\",
        ",",
        "\n",
        "\r\n",
        "\t",
        "\u{8}\u{c}",
        "\u{1}",
        "\u{1f}",
        "\u{7f}",
        "é漢🐕",
        "=",
    ];
    let parts = 0..rng.usize(..12);
    parts.map(|_| *rng.choice(&PARTS).unwrap()).collect()
}

fn maybe(rng: &mut Rng, make: impl FnOnce(&mut Rng) -> Value) -> Value {
    if rng.bool() { make(rng) } else { Value::Null }
}

fn id(rng: &mut Rng) -> Value {
    match rng.u8(..4) {
        0 => json!("22222222-2222-4222-8222-222222222222"),
        1 => json!(text(rng)),
        _ => json!(format!("{:08x}-1111-4111-8111-111111111111", rng.u32(..))),
    }
}

fn time(rng: &mut Rng) -> Value {
    const TIMES: [&str; 6] = [
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.5Z",
        "2016-12-31T23:59:60Z",
        "0001-02-03T04:05:06.000007Z",
        "9999-12-31T23:59:59.999999999Z",
        "2026-01-01T00:00:00+02:00",
    ];
    json!(rng.choice(&TIMES).unwrap())
}

fn outcome(rng: &mut Rng) -> Value {
    match rng.u8(..8) {
        0 => json!(99),
        1 => json!("no_match"),
        2 => json!(text(rng)),
        known => json!(known % 4),
    }
}

fn score(rng: &mut Rng) -> f64 {
    match rng.u8(..5) {
        0 => 0.5,
        1 => -1.0,
        2 => 1e-9 * rng.f64(),
        3 => 0.0,
        _ => rng.f64(),
    }
}

fn rules(rng: &mut Rng) -> Value {
    let rules = 0..rng.usize(..4);
    let rules =
        rules.map(|_| json!({"message": text(rng), "result": outcome(rng), "score": score(rng)}));
    rules.collect()
}

fn exception(rng: &mut Rng) -> Value {
    json!({"result": outcome(rng), "assertionEvaluationReports": rules(rng)})
}

fn label(rng: &mut Rng) -> Value {
    json!({
        "name": text(rng),
        "message": text(rng),
        "result": outcome(rng),
        "reviewResult": maybe(rng, |rng| json!({"outcome": outcome(rng), "score": score(rng)})),
        "assertionEvaluationReports": rules(rng),
        "exceptionEvaluationReport": maybe(rng, exception),
    })
}

fn report(rng: &mut Rng) -> Value {
    let labels = 0..rng.usize(..4);
    json!({
        "contentHash": text(rng),
        "contentMetadata": maybe(rng, |rng| json!({(text(rng)): text(rng), "k": text(rng)})),
        "policyId": maybe(rng, id),
        "policyVersionId": maybe(rng, id),
        "policyKey": text(rng),
        "labelId": maybe(rng, id),
        "threshold": score(rng),
        "result": outcome(rng),
        "tokenUsage": maybe(rng, |rng| json!({"inputTokens": rng.u16(..), "billedTokens": 7, "multiplier": rng.f32()})),
        "sectionEvaluationReports": labels.map(|_| label(rng)).collect::<Value>(),
        "exceptionEvaluationReport": maybe(rng, exception),
    })
}

/// An answer with a job. Its results often repeat the report before them, but for a few values.
fn answer(rng: &mut Rng) -> String {
    let mut results: Vec<Value> = Vec::new();
    for _ in 0..rng.usize(..6) {
        let mut result = match results.last() {
            Some(last) if rng.u8(..3) > 0 => last.clone(),
            _ => json!({"report": maybe(rng, report)}),
        };
        if rng.bool() {
            result["created"] = time(rng);
        }
        if rng.bool() && result["report"].is_object() {
            let [key, value] = *rng
                .choice(&[["contentHash", "h"], ["policyKey", "k"], ["labelId", "l"]])
                .unwrap();
            result["report"][key] = json!(value);
        }
        results.push(result);
    }
    let job = json!({"job": {
        "jobUuid": maybe(rng, id),
        "status": rng.u8(..7),
        "results": results,
        "created": maybe(rng, time),
        "completed": maybe(rng, time),
    }});
    format!("{job}\n")
}

/// Columns and conditions, often all and none.
fn options(rng: &mut Rng) -> ChoiceOptions {
    let mut columns: Vec<String> = Vec::new();
    if rng.bool() {
        columns = Row::COLUMNS.map(str::to_owned).to_vec();
        rng.shuffle(&mut columns);
        columns.truncate(rng.usize(1..=Row::COLUMNS.len()));
    }
    let conditions = ["kind=label", "kind!=policy", "score>=0.5", "outcome=match"];
    let is_chosen = rng.u8(..3) == 0;
    ChoiceOptions {
        columns,
        conditions: is_chosen
            .then(|| (*rng.choice(&conditions).unwrap()).to_owned())
            .into_iter()
            .collect(),
    }
}

fn chosen(options: &ChoiceOptions) -> Vec<usize> {
    let columns = options.columns.iter();
    let columns: Vec<usize> = columns.filter_map(|name| Row::column(name)).collect();
    if columns.is_empty() {
        return (0..Row::COLUMNS.len()).collect();
    }
    columns
}

/// By `serde_json`, a column at a time.
fn plain_json(row: &Row<'_>, columns: &[usize]) -> String {
    let members = columns.iter().map(|at| {
        let cell = serde_json::to_string(&row.cell(*at)).unwrap();
        format!("\"{}\":{cell}", Row::COLUMNS[*at])
    });
    format!("{{{}}}\n", members.collect::<Vec<_>>().join(","))
}

/// By the crate csv.
fn plain_csv(row: &Row<'_>, columns: &[usize]) -> String {
    let mut writer = ::csv::WriterBuilder::new();
    let mut writer = writer
        .terminator(::csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let fields = columns.iter().map(|at| match row.cell(*at) {
        Cell::Null => String::new(),
        Cell::Text(text) => text.to_owned(),
        Cell::Id(id) => id.to_string(),
        cell @ Cell::Outcome(_) => cell.outcome_word().to_owned(),
        Cell::Time(time) => Cell::time_text(time),
        other => serde_json::to_string(&other).unwrap(),
    });
    writer.write_record(fields).unwrap();
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn taken(rows: &mut impl FromBytes) -> String {
    match rows.take().unwrap() {
        Piece::Text(text) => String::from_utf8(text).unwrap(),
        #[cfg(feature = "arrow")]
        Piece::Rows(_) => panic!("rows as text"),
    }
}

type Plain = fn(&Row<'_>, &[usize]) -> String;

/// Answers straight from bytes against the rows of decoded jobs, one by one.
fn from_bytes_as_plain<F: Form + Send>(seeds: u64, form: impl Fn() -> F, plain: Plain) {
    for seed in 0..seeds {
        let mut rng = Rng::with_seed(seed);
        let answers: Vec<String> = (0..rng.usize(1..4)).map(|_| answer(&mut rng)).collect();
        let level = *rng
            .choice(&[Level::All, Level::Label, Level::Policy])
            .unwrap();
        let options = options(&mut rng);
        let choice = Choice::of::<Row<'_>>(&options).unwrap();
        let columns = chosen(&options);

        let mut expected = String::new();
        for (line, answer) in answers.iter().enumerate() {
            let job = clavata_api_ext::decode::<GetJobResponse>(answer.as_bytes());
            let job: Job = job.unwrap().job.unwrap().into();
            let rows = job.rows().level(level);
            let rows = rows.map(|row| row.read_from("jobs, \"all\"", line + 1));
            for row in rows.filter(|row| choice.fits(row)) {
                expected += &plain(&row, &columns);
            }
        }
        let mut rows = TextRows::new::<Row<'_>>(form(), choice);
        let mut flattener = Flattener::new(level);
        flattener.read_from("jobs, \"all\"", 1);
        let read = flattener.flatten(answers.concat().as_bytes(), |found| {
            rows.found(&found).unwrap();
            Ok::<(), FlattenError>(())
        });
        read.unwrap();
        assert_eq!(taken(&mut rows), expected, "seed {seed}");
    }
}

#[test]
fn rows_from_bytes_are_what_serde_json_writes() {
    from_bytes_as_plain(500, Json::default, plain_json);
}

#[test]
fn records_from_bytes_are_what_the_crate_csv_writes() {
    from_bytes_as_plain(500, || Csv::new(&CsvOptions::default()), plain_csv);
}

/// Reports in any order, some of their rows, and rows that were changed.
#[test]
fn nothing_of_a_report_is_left_in_the_rows_of_another() {
    for seed in 0..300 {
        let mut rng = Rng::with_seed(seed);
        let jobs: Vec<Job> = (0..3)
            .map(|_| {
                let job = clavata_api_ext::decode::<GetJobResponse>(answer(&mut rng).as_bytes());
                job.unwrap().job.unwrap().into()
            })
            .collect();
        let results = jobs.iter().flat_map(|job| job.content_results());
        let reports: Vec<Vec<Row<'_>>> = results.map(|result| result.rows().collect()).collect();
        let options = options(&mut rng);
        let (columns, choice) = (chosen(&options), Choice::of::<Row<'_>>(&options).unwrap());
        let mut rows = TextRows::new::<Row<'_>>(Json::default(), choice);
        let mut expected = String::new();
        for _ in 0..20 {
            let Some(report) = rng.choice(&reports) else {
                break;
            };
            let line = rng.usize(..3);
            let is_doubted = rng.bool();
            rows.restart();
            for row in report {
                if rng.u8(..4) == 0 {
                    continue;
                }
                let mut row = row.read_from("file", line);
                if is_doubted {
                    row = row.doubted();
                }
                expected += &plain_json(&row, &columns);
                rows.row(&row).unwrap();
            }
        }
        assert_eq!(taken(&mut rows), expected, "seed {seed}");
    }
}

#[test]
fn a_row_of_all_columns_is_what_it_serializes_as() {
    let job: Job =
        serde_json::from_value(json!({"results": [{"report": {"policyKey": "k"}}]})).unwrap();
    let row = job.rows().next().unwrap();
    let columns: Vec<usize> = (0..Row::COLUMNS.len()).collect();
    let line = serde_json::to_string(&row).unwrap() + "\n";
    assert_eq!(plain_json(&row, &columns), line);
}

#[test]
fn special_bytes_are_found_wherever_they_stand() {
    let special = scan::Special {
        bytes: [b'"', b'\\'],
        below: 0x20,
    };
    for length in 0..40 {
        for at in 0..length {
            for byte in 0..=255 {
                let mut text = vec![b'a'; length];
                text[at] = byte;
                let expected = byte < 0x20 || byte == b'"' || byte == b'\\';
                assert_eq!(special.is_in(&text), expected, "{byte} at {at} of {length}");
            }
        }
    }
}
