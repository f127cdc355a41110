//! Counted nouns in messages.

/// Formats a count with its noun, such as `1 input` or `2 inputs`.
pub(crate) fn counted(count: u64, what: &str) -> String {
    let s = if count == 1 { "" } else { "s" };
    format!("{count} {what}{s}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_singular_and_all_else_plural() {
        let said = [0, 1, 2].map(|count| counted(count, "input"));
        assert_eq!(said, ["0 inputs", "1 input", "2 inputs"]);
    }
}
