//! The input CSV of a batch job, and the output CSV.

use crate::judge::{Content, Verdict};
use std::collections::HashSet;

/// The maximum number of rows of an input.
const ROWS: usize = 25_000;

/// Judges each row. Fails with the reason if the file cannot be read.
pub(crate) fn judge(input: &[u8]) -> Result<String, String> {
    let input = input.strip_prefix(b"\xef\xbb\xbf").unwrap_or(input);
    let mut reader = csv::Reader::from_reader(input);
    let columns = reader.headers().map_err(|error| error.to_string())?.clone();
    let place = |name: &str| {
        let found = columns.iter().position(|column| column == name);
        found.ok_or_else(|| format!("the column {name} is missing"))
    };
    let places = [place("ref_id")?, place("type")?, place("content")?];
    let mut seen = HashSet::new();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| error.to_string();
    writer
        .write_record(["ref_id", "outcome", "score", "labels", "error"])
        .map_err(broken)?;
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let [id, kind, content] = places.map(|place| record.get(place).unwrap_or_default());
        if !seen.insert(id.to_owned()) {
            return Err(format!("the ref_id {id:?} comes twice"));
        }
        if seen.len() > ROWS {
            return Err(format!("there are more than {ROWS} rows"));
        }
        if !matches!(kind, "text" | "image_url") {
            return Err(format!("the type {kind:?} is not known"));
        }
        let [outcome, score, labels, error] = row(content);
        writer
            .write_record([id, &outcome, &score, &labels, &error])
            .map_err(broken)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn row(content: &str) -> [String; 4] {
    let none = String::new;
    let content = match Content::of_text(content) {
        Ok(content) => content,
        Err(error) => return [none(), none(), none(), error.to_owned()],
    };
    if content.refusal().is_some() {
        return [none(), none(), none(), "precheck failed".to_owned()];
    }
    let verdict = content.verdict();
    let labels = if verdict == Verdict::True {
        "Label 0"
    } else {
        ""
    };
    [
        verdict.name().to_owned(),
        content.score(verdict, 0.5).to_string(),
        labels.to_owned(),
        none(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_gets_its_outcome_under_its_own_id() {
        let input = "\u{feff}ref_id,type,content\r\n1,text,\"a, flag\n here\"\r\n2,image_url,https://x/csam\r\n3,text,fail\r\n";
        let output = judge(input.as_bytes()).unwrap();
        let lines: Vec<&str> = output.lines().collect();
        assert_eq!(lines[0], "ref_id,outcome,score,labels,error");
        assert!(lines[1].starts_with("1,OUTCOME_TRUE,0."), "{output}");
        assert!(lines[1].ends_with(",Label 0,"), "{output}");
        assert_eq!(lines[2], "2,,,,precheck failed");
        assert_eq!(lines[3], "3,OUTCOME_FAILED,-1,,");
    }

    #[test]
    fn a_file_that_breaks_the_rules_is_refused_whole() {
        for input in [
            "ref_id,content\n1,a\n",
            "ref_id,type,content\n1,text,a\n1,text,b\n",
            "ref_id,type,content\n1,video,a\n",
            "ref_id,type,content\n1,text\n",
        ] {
            assert!(judge(input.as_bytes()).is_err(), "{input}");
        }
    }
}
