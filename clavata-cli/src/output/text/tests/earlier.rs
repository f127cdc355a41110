//! Copies of values from the same place in other reports.

use clavata_api_ext::RowKind;

use super::*;

/// Gives a row names, few of them distinct. Some are too long to be remembered, or become so when escaped.
fn named<'a>(mut row: Row<'a>, texts: &'a [String], rng: &mut Rng) -> Row<'a> {
    let kinds = [RowKind::Policy, RowKind::Label, RowKind::Rule];
    let text = |rng: &mut Rng| rng.choice(texts).filter(|_| rng.u8(..4) > 0);
    row.kind = *rng.choice(&kinds).unwrap();
    row.label = text(rng).map(String::as_str);
    row.index = rng.bool().then(|| rng.usize(..2));
    row.message = text(rng).map(String::as_str);
    row
}

fn says_its_own_names<F: Form + Send>(form: impl Fn() -> F, plain: Plain) {
    let texts = ["", "a", "b", "a\",\"b"].map(str::to_owned);
    let long = [500, 512, 513].map(|length| "x".repeat(length));
    let escaped = [255, 300, 512].map(|length| "\"".repeat(length));
    let texts = [&texts[..], &long, &escaped].concat();
    let job: Job = serde_json::from_value(json!({"results": [{"report": {}}]})).unwrap();
    for seed in 0..500 {
        let mut rng = Rng::with_seed(seed);
        let texts = &texts[..rng.usize(1..=texts.len())];
        let options = options(&mut rng);
        let (columns, choice) = (chosen(&options), Choice::of::<Row<'_>>(&options).unwrap());
        let mut rows = TextRows::new::<Row<'_>>(form(), choice);
        let mut expected = String::new();
        let first = *rng.choice(&[0, 510]).unwrap();
        for _ in 0..20 {
            rows.restart();
            rows.place = first;
            let mut row = job.rows().next().unwrap();
            for _ in 0..rng.usize(..4) {
                if rng.u8(..3) > 0 {
                    row = named(row, texts, &mut rng);
                }
                expected += &plain(&row, &columns);
                rows.row(&row).unwrap();
            }
        }
        assert_eq!(taken(&mut rows), expected, "seed {seed}");
    }
}

#[test]
fn a_row_says_its_own_names_whatever_stood_at_its_place() {
    says_its_own_names(Json::default, plain_json);
    says_its_own_names(|| Csv::new(&CsvOptions::default()), plain_csv);
}
