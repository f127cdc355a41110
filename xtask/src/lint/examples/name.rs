//! Parses the name of an example.

use std::fmt;

/// The kind of body that an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Request,
    Response,
    Error,
    Frame,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [Self::Request, Self::Response, Self::Error, Self::Frame];
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Request => "request",
            Self::Response => "response",
            Self::Error => "error",
            Self::Frame => "frame",
        })
    }
}

/// `<operation>.<kind>.<case>.json`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) operation: String,
    pub(super) kind: Kind,
    pub(super) case: String,
}

impl Name {
    /// Parses a file name.
    pub(super) fn parse(file: &str) -> Option<Self> {
        let mut parts = file.strip_suffix(".json")?.split('.');
        let (operation, kind, case) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || operation.is_empty() {
            return None;
        }
        let kind = Kind::ALL.into_iter().find(|k| k.to_string() == kind)?;
        let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if case.is_empty() || !case.chars().all(kebab) {
            return None;
        }
        let name = Self {
            operation: operation.to_owned(),
            kind,
            case: case.to_owned(),
        };
        (kind != Kind::Error || name.status().is_some()).then_some(name)
    }

    /// The HTTP status at the beginning of the case of an error.
    pub(super) fn status(&self) -> Option<u16> {
        let (status, rest) = self.case.split_once('-')?;
        let status = status.parse().ok()?;
        (!rest.is_empty() && (400..600).contains(&status)).then_some(status)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_operation_kind_and_case() {
        let name = Name::parse("get_job.error.404-not-found.json").unwrap();
        assert_eq!(name.operation, "get_job");
        assert_eq!(name.kind, Kind::Error);
        assert_eq!(name.status(), Some(404));
    }

    #[test]
    fn other_names_say_nothing() {
        for file in [
            "get_job.json",
            "get_job.answer.completed.json",
            "get_job.error.not-found.json",
            "get_job.error.200-fine.json",
            "get_job.error.404.json",
            "get_job.response.Completed.json",
            "get_job.response.completed.yaml",
            "get_job.response.completed.json~",
            ".response.completed.json",
        ] {
            assert_eq!(Name::parse(file), None, "{file}");
        }
    }
}
