//! The two spellings of every field in protobuf JSON.

/// Whether a key is the field `name`, in the JSON spelling or in snake case, as in the contract's source:
/// `jobUuid` is also `job_uuid`.
#[inline]
pub fn is_spelled(key: &[u8], name: &str) -> bool {
    key == name.as_bytes() || (key.contains(&b'_') && is_source_of(key, name))
}

/// The position of a key among `names`, in either spelling.
#[inline]
pub(crate) fn spelled_in(key: &[u8], names: &[&str]) -> Option<usize> {
    // The first letter rules out most names, and is cheaper than comparing texts.
    let position = names.iter().position(|name| {
        let name = name.as_bytes();
        name.len() == key.len() && name.first() == key.first() && name == key
    });
    match position {
        None => source_in(key, names),
        position => position,
    }
}

/// The position among `names` of a key in snake case.
#[inline]
pub(crate) fn source_in(key: &[u8], names: &[&str]) -> Option<usize> {
    let mut names = names.iter();
    // No name in the JSON spelling has an underscore, and every other spelling of two words does.
    (key.contains(&b'_')).then(|| names.position(|name| is_source_of(key, name)))?
}

fn is_source_of(key: &[u8], name: &str) -> bool {
    let mut key = key.iter();
    let spelled = name.bytes().all(|letter| {
        if letter.is_ascii_uppercase() && key.next() != Some(&b'_') {
            return false;
        }
        key.next() == Some(&letter.to_ascii_lowercase())
    });
    spelled && key.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_spelled;

    #[test]
    fn a_field_has_two_spellings_and_no_others() {
        assert!(is_spelled(b"jobUuid", "jobUuid"));
        assert!(is_spelled(b"job_uuid", "jobUuid"));
        assert!(is_spelled(
            b"policy_evaluation_report",
            "policyEvaluationReport"
        ));
        for other in [
            "jobuuid",
            "job_Uuid",
            "job__uuid",
            "_job_uuid",
            "job_uuid_",
            "JobUuid",
            "job_",
            "_",
        ] {
            assert!(!is_spelled(other.as_bytes(), "jobUuid"), "{other}");
        }
    }
}
