//! Query parameters, read as the gateway reads them.

use chrono::{DateTime, Utc};

/// The decoded parameters of a query, and the unknown names.
pub(crate) struct Query {
    pairs: Vec<(String, String)>,
}

impl Query {
    pub(crate) fn of(text: &str) -> Self {
        let pairs = url::form_urlencoded::parse(text.as_bytes());
        Self {
            pairs: pairs.into_owned().collect(),
        }
    }

    /// The names that are not in `known`, which the gateway ignores silently.
    pub(crate) fn unknown(&self, known: &[String]) -> Vec<String> {
        let names = self.pairs.iter().map(|(name, _)| name);
        names
            .filter(|name| !known.contains(name))
            .cloned()
            .collect()
    }

    /// All values, whatever their names.
    pub(crate) fn values(self) -> Vec<String> {
        self.pairs.into_iter().map(|(_, value)| value).collect()
    }

    pub(crate) fn all(&self, name: &str) -> Vec<&str> {
        let found = self.pairs.iter().filter(|(n, _)| n == name);
        found.map(|(_, value)| value.as_str()).collect()
    }

    pub(crate) fn one(&self, name: &str) -> Result<Option<&str>, String> {
        match self.all(name)[..] {
            [] => Ok(None),
            [only] => Ok(Some(only).filter(|value| !value.is_empty())),
            _ => Err(format!("too many values for field \"{}\"", last(name))),
        }
    }

    pub(crate) fn time(&self, name: &str) -> Result<Option<DateTime<Utc>>, String> {
        self.one(name)?
            .map(|text| {
                text.parse()
                    .map_err(|_| format!("parsing field \"{}\": {text:?} is no time", last(name)))
            })
            .transpose()
    }
}

fn last(name: &str) -> &str {
    name.rsplit('.').next().unwrap_or(name)
}

/// An enum's full name, or its number. `…_UNSPECIFIED` means no condition.
pub(crate) fn enumerated(
    field: &str,
    given: &str,
    prefix: &str,
    names: &[&str],
) -> Result<Option<String>, String> {
    let by_name = given.strip_prefix(prefix);
    let position = by_name.and_then(|name| names.iter().position(|known| *known == name));
    let position = position.or_else(|| given.parse().ok().filter(|n| *n < names.len()));
    match position {
        None => Err(format!(
            "parsing field \"{field}\": \"{given}\" is not a valid value"
        )),
        Some(0) => Ok(None),
        Some(position) => Ok(Some(format!("{prefix}{}", names[position]))),
    }
}

/// The query of list jobs.
pub(crate) struct JobQuery {
    pub(crate) status: Option<String>,
    pub(crate) policy_id: Option<String>,
    /// Created, updated, completed.
    pub(crate) ranges: [Range; 3],
    pub(crate) page_size: usize,
    /// The position of the first job of the page.
    pub(crate) from: usize,
}

/// A time range; a missing side is open.
pub(crate) struct Range {
    start: Option<DateTime<Utc>>,
    end: Option<DateTime<Utc>>,
    inclusive: bool,
}

impl Range {
    pub(crate) fn holds(&self, time: Option<&str>) -> bool {
        if self.start.is_none() && self.end.is_none() {
            return true;
        }
        let Some(time) = time.and_then(|time| time.parse::<DateTime<Utc>>().ok()) else {
            return false;
        };
        let after = |start| time > start || self.inclusive && time == start;
        let before = |end| time < end || self.inclusive && time == end;
        self.start.is_none_or(after) && self.end.is_none_or(before)
    }
}

const RANGES: [&str; 3] = ["createdTimeRange", "updatedTimeRange", "completedTimeRange"];

const STATUSES: [&str; 6] = [
    "UNSPECIFIED",
    "PENDING",
    "RUNNING",
    "COMPLETED",
    "FAILED",
    "CANCELED",
];

impl JobQuery {
    pub(crate) fn of(query: &Query) -> Result<Self, String> {
        let status = match query.one("query.status")? {
            None => None,
            Some(given) => enumerated("status", given, "JOB_STATUS_", &STATUSES)?,
        };
        let range = |name: &str| {
            let inclusive = query.one(&format!("query.{name}.inclusive"))?;
            Ok::<_, String>(Range {
                start: query.time(&format!("query.{name}.start"))?,
                end: query.time(&format!("query.{name}.end"))?,
                inclusive: match inclusive {
                    None | Some("false") => false,
                    Some("true") => true,
                    Some(other) => {
                        return Err(format!("parsing field \"inclusive\": {other:?} is no bool"));
                    }
                },
            })
        };
        let page_size = match query.one("pageSize")?.map(str::parse::<i32>) {
            None | Some(Ok(0)) => 10,
            Some(Ok(size)) if size > 0 => usize::try_from(size).unwrap_or(10).min(1000),
            Some(_) => return Err("parsing field \"page_size\": not a valid value".to_owned()),
        };
        let from = match query.one("pageToken")?.map(str::parse) {
            None => 0,
            Some(Ok(from)) => from,
            Some(Err(_)) => return Err("invalid page token".to_owned()),
        };
        Ok(Self {
            status,
            policy_id: query.one("query.policyId")?.map(str::to_owned),
            ranges: [range(RANGES[0])?, range(RANGES[1])?, range(RANGES[2])?],
            page_size,
            from,
        })
    }

    pub(crate) fn names() -> Vec<String> {
        let mut names: Vec<String> = ["query.status", "query.policyId", "pageSize", "pageToken"]
            .map(str::to_owned)
            .to_vec();
        for range in RANGES {
            names.extend(["start", "end", "inclusive"].map(|part| format!("query.{range}.{part}")));
        }
        names
    }
}
