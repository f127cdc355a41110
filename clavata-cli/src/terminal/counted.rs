//! Counted nouns in messages.

/// Formats a count with its noun, such as `1 input` or `2 inputs`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

/// Formats a number of pieces of content: `content` itself has no plural.
pub(crate) fn pieces(count: usize) -> String {
    match count {
        1 => "1 piece of content".to_owned(),
        _ => format!("{count} pieces of content"),
    }
}

#[cfg(test)]
mod tests {
    use super::{counted, pieces};

    #[test]
    fn one_is_singular_and_all_else_plural() {
        let said = [0, 1, 2].map(|count| counted(count, "input"));
        assert_eq!(said, ["0 inputs", "1 input", "2 inputs"]);
        let said = [0, 1, 2].map(pieces);
        let all = [
            "0 pieces of content",
            "1 piece of content",
            "2 pieces of content",
        ];
        assert_eq!(said, all);
    }
}
