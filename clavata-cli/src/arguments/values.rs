//! Parses values in the forms that people write.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use clap::builder::{PathBufValueParser, TypedValueParser};
use clavata_api_ext::Marker;
use clavata_api_ext::api::{BatchJobState, JobStatus};
use uuid::Uuid;

use crate::duration;

/// The file of `--output`. Those who know other programs may mean stdout by `-`.
pub(super) fn output_file() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| {
        if path == Path::new("-") {
            return Err("`-` does not mean stdout here; write ./- for a file of this name");
        }
        Ok(path)
    })
}

/// Parses the name of a status, with or without its prefix. An unknown name is an error, because the
/// gateway would return all jobs for it.
pub(super) fn job_status(text: &str) -> Result<JobStatus, String> {
    named(text, "JOB_STATUS_", JobStatus::NAMED, JobStatus::as_str)
}

/// Parses the name of the state of a batch job, with or without its prefix.
pub(super) fn batch_state(text: &str) -> Result<BatchJobState, String> {
    named(
        text,
        "BATCH_JOB_STATE_",
        BatchJobState::NAMED,
        BatchJobState::as_str,
    )
}

fn named<T: Clone>(
    text: &str,
    prefix: &str,
    all: &[T],
    name: impl Fn(&T) -> &str,
) -> Result<T, String> {
    let wanted = text.to_ascii_uppercase();
    let wanted = wanted.strip_prefix(prefix).unwrap_or(&wanted);
    // The API spells it in two ways.
    let one_l = |name: &str| name.replace("CANCELLED", "CANCELED");
    let bare = |one: &T| {
        name(one)
            .strip_prefix(prefix)
            .unwrap_or_default()
            .to_owned()
    };
    // The first one means that the value is unset.
    let known = all.iter().skip(1);
    known
        .clone()
        .find(|one| one_l(&bare(one)) == one_l(wanted))
        .cloned()
        .ok_or_else(|| {
            let names: Vec<String> = known.map(|one| bare(one).to_lowercase()).collect();
            format!("expected one of {}", names.join(", "))
        })
}

/// Parses a day (midnight UTC), a time with its zone, or a duration before now. The year is 1 to 9999.
pub(crate) fn time(text: &str) -> Result<DateTime<Utc>, String> {
    let day = || text.parse::<NaiveDate>().ok();
    let midnight = || Some(day()?.and_time(NaiveTime::MIN).and_utc());
    let exact = || Some(DateTime::parse_from_rfc3339(text).ok()?.to_utc());
    let time = midnight().or_else(|| ago(text)).or_else(exact);
    time.filter(|time| (1..=9999).contains(&time.year()))
        .ok_or_else(|| {
            "use a form such as 2026-03-01, 2026-03-01T12:00:00Z, or 7d for seven days ago"
                .to_owned()
        })
}

fn ago(text: &str) -> Option<DateTime<Utc>> {
    let ago = TimeDelta::from_std(duration::parse(text).ok()?).ok()?;
    Utc::now().checked_sub_signed(ago)
}

/// What a threshold and a share must be.
const SHARE: &str = "must be above 0 and at most 1";

/// Parses a number above 0, up to 1. The gateway replaces 0 by its default, which is higher.
pub(super) fn threshold(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number")?;
    match number {
        0.0 => Err("0 means the server's default: omit the option, or use 0.001".to_owned()),
        _ if (0.0..=1.0).contains(&number) => Ok(number),
        _ => Err(SHARE.to_owned()),
    }
}

/// Parses the share of something that is wanted: a number above 0, up to 1.
pub(super) fn share(text: &str) -> Result<f64, String> {
    let number: f64 = text.parse().map_err(|_| "not a number")?;
    if number > 0.0 && number <= 1.0 {
        Ok(number)
    } else {
        Err(SHARE.to_owned())
    }
}

pub(super) fn uuid(text: &str) -> Result<Uuid, String> {
    text.parse().map_err(|_| "not a UUID".to_owned())
}

/// Parses the marker of a create.
pub(super) fn marker(text: &str) -> Result<Marker, String> {
    text.parse()
        .map_err(|error: clavata_api_ext::Error| error.to_string())
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, Utc};

    use super::{BatchJobState, JobStatus, batch_state, job_status, share, threshold, time};

    #[test]
    fn a_status_is_known_by_any_of_its_spellings() {
        for text in ["completed", "COMPLETED", "JOB_STATUS_COMPLETED"] {
            assert_eq!(job_status(text), Ok(JobStatus::Completed));
        }
        assert!(batch_state("postprocessing").is_ok());
        for text in ["canceled", "cancelled"] {
            assert_eq!(job_status(text), Ok(JobStatus::Canceled));
            assert_eq!(batch_state(text), Ok(BatchJobState::Cancelled));
        }
    }

    #[test]
    fn a_misspelled_status_is_refused_with_those_there_are() {
        for text in ["done", "unspecified", "", "JOB_STATUS_"] {
            assert!(
                job_status(text).unwrap_err().contains("canceled"),
                "{text:?}"
            );
        }
        assert!(batch_state("done").unwrap_err().contains("cancelled"));
    }

    #[test]
    fn a_wanted_share_is_above_nothing() {
        for text in ["0", "-0.0", "-1", "1.5", "NaN", "90%"] {
            let why = share(text).unwrap_err();
            assert!(!why.contains("server"), "{text}: {why}");
        }
        assert_eq!((share("1"), share("0.9")), (Ok(1.0), Ok(0.9)));
    }

    #[test]
    fn a_time_is_a_day_or_has_a_zone() {
        assert_eq!(
            time("2026-03-01").unwrap().to_rfc3339(),
            "2026-03-01T00:00:00+00:00"
        );
        assert_eq!(
            time("2026-03-01T01:00:00.5+01:00").unwrap().to_rfc3339(),
            "2026-03-01T00:00:00.500+00:00"
        );
        for text in [
            "yesterday",
            "2026-03-01T12:00:00",
            "2026-13-01",
            "",
            // chrono cannot represent the time five minutes before this day.
            "-262143-01-01",
            "+10000-01-01",
        ] {
            assert!(time(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_time_is_how_long_ago_it_was() {
        let before = Utc::now() - TimeDelta::days(7);
        let parsed = time("7d").unwrap();
        assert!(before <= parsed && parsed <= Utc::now() - TimeDelta::days(7));
        for text in ["7", "-7d", "7 days", "99999999999d"] {
            assert!(time(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_threshold_is_a_share() {
        assert_eq!(threshold("0.25"), Ok(0.25));
        assert_eq!(threshold("1"), Ok(1.0));
        for text in ["0", "-0", "0.00", "-0.1", "1.5", "NaN", "inf", "half"] {
            assert!(threshold(text).is_err(), "{text:?}");
        }
    }
}
