//! Compares rows as text with what plain writers make of the same rows.

mod arbitrary;
mod earlier;

use clavata_api_ext::api::GetJobResponse;
use clavata_api_ext::flatten::{FlattenError, Flattener};
use clavata_api_ext::{Cell, Job, Level, Record, Row};
use fastrand::Rng;
use serde_json::json;

use super::*;
use crate::arguments::{ChoiceOptions, CsvOptions};
use arbitrary::{answer, options};

fn chosen(options: &ChoiceOptions) -> Vec<usize> {
    let columns = options.columns.iter();
    let columns: Vec<usize> = columns.filter_map(|name| Row::column(name)).collect();
    if columns.is_empty() {
        return (0..Row::COLUMNS.len()).collect();
    }
    columns
}

/// Formats a row with `serde_json`, one column at a time.
fn plain_json(row: &Row<'_>, columns: &[usize]) -> String {
    let members = columns.iter().map(|at| {
        let cell = serde_json::to_string(&row.cell(*at)).unwrap();
        format!("\"{}\":{cell}", Row::COLUMNS[*at])
    });
    format!("{{{}}}\n", members.collect::<Vec<_>>().join(","))
}

/// Formats a row with the crate csv.
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
        Piece::Text(text) => String::from_utf8(text.to_vec()).unwrap(),
        #[cfg(feature = "arrow")]
        Piece::Rows(_) => panic!("rows as text"),
    }
}

type Plain = fn(&Row<'_>, &[usize]) -> String;

/// Compares answers made directly from bytes with the rows of decoded jobs, formatted one by one.
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

/// Adds reports in any order, some only in part, with changed rows, and reports that are discarded because the
/// rest of them cannot be read.
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
        let mut is_back = false;
        for _ in 0..20 {
            let Some(report) = rng.choice(&reports) else {
                break;
            };
            let line = rng.usize(..3);
            let is_doubted = rng.bool();
            if !std::mem::take(&mut is_back) {
                rows.restart();
            }
            let (mark, before) = (rows.mark(), expected.len());
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
            if rng.u8(..4) == 0 {
                rows.back(mark);
                expected.truncate(before);
                is_back = true;
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
