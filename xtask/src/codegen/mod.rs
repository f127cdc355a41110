//! `cargo xtask codegen`: generates `clavata-api/src/generated.rs` from the contract.
//!
//! lint → lower → generate → reshape → write or compare. See ARCHITECTURE.md for the reason for each step.

mod generate;
mod lower;
mod reshape;
pub(crate) mod surface;
mod write;

use crate::failure::Failure;
use crate::lint;
use crate::made;
use crate::model::Model;
use crate::model::located::Located;
use crate::workspace::{CONTRACT, GENERATED, Workspace};

/// Writes the generated client or, with `check`, compares it.
pub(crate) fn run(workspace: &Workspace, check: bool) -> Result<(), Failure> {
    let made = code(&workspace.read_contract()?)?;
    if made::keep(workspace, GENERATED, &made, check)? {
        return Ok(());
    }
    let what = format!("{GENERATED} is not up to date with the contract");
    Err(Failure::new(what).with_hint("run `cargo xtask codegen` and commit the result"))
}

/// The generated file for a contract.
pub(crate) fn code(text: &str) -> Result<String, Failure> {
    let source = Located::contract(text)?;
    let model = Model::read(&source);
    // The following steps rely on every rule. They do not need the examples.
    lint::pass(&model)?;
    let tree = tree(&model).map_err(|failure| failure.at(CONTRACT))?;
    Ok(write::render(&tree))
}

fn tree(model: &Model<'_>) -> Result<syn::File, Failure> {
    let tree = generate::generate(lower::lower(model))?;
    reshape::reshape(tree, model)
}

#[cfg(test)]
mod tests {
    use similar::{ChangeTag, TextDiff};

    use super::code;
    use crate::workspace::Workspace;

    /// The lines that an edit of the contract adds to the code, if it removes none.
    fn added(contract: &str, message: &str, field: &str) -> Vec<String> {
        let start = contract.find(&format!("\n    {message}:\n")).unwrap();
        let properties = "      properties:\n";
        let at = start + contract[start..].find(properties).unwrap() + properties.len();
        let edited = format!("{}{field}{}", &contract[..at], &contract[at..]);
        let (before, after) = (code(contract).unwrap(), code(&edited).unwrap());
        let diff = TextDiff::from_lines(&before, &after);
        let edits = diff.iter_all_changes();
        let edits = edits.filter(|edit| edit.tag() != ChangeTag::Equal);
        let line = |change: similar::Change<&str>| {
            assert_eq!(change.tag(), ChangeTag::Insert, "{}", change.value());
            change.value().trim().to_owned()
        };
        edits.map(line).collect()
    }

    #[test]
    fn a_field_at_the_front_of_a_message_adds_its_own_lines_and_changes_none() {
        let contract = Workspace::find().unwrap().read_contract().unwrap();
        let field =
            "        newField:\n          type: string\n          description: What is new.\n";
        for (message, ty) in [
            ("Job", "String"),
            ("TokenUsage", "String"),
            ("EvaluateLabelsResponse", "String"),
            ("CreateJobRequest", "Option<String>"),
            ("ContentData", "Option<String>"),
            ("LabelEvalOptions", "Option<String>"),
        ] {
            let expected = [
                "/// What is new.".to_owned(),
                "#[wire(\"newField\")]".to_owned(),
                format!("pub new_field: {ty},"),
                "\"newField\",".to_owned(),
                "\"new_field\",".to_owned(),
            ];
            assert_eq!(added(&contract, message, field), expected, "{message}");
        }
    }

    #[test]
    fn what_a_request_must_have_is_written_even_if_it_is_zero_or_empty() {
        let contract = Workspace::find().unwrap().read_contract().unwrap();
        let edited = contract.replacen(
            "      required: [contentData, policyId]\n",
            "      required: [contentData, policyId, threshold, expedited, webhook]\n",
            1,
        );
        let code = code(&edited).unwrap();
        let request = code.split("pub struct CreateJobRequest {").nth(1).unwrap();
        let request = request.split("pub struct").next().unwrap();
        for (name, ty) in [
            ("contentData", "Vec<ContentData>"),
            ("threshold", "f64"),
            ("expedited", "bool"),
        ] {
            let expected = format!("#[wire({name:?}, always = true)]");
            let (_, rest) = request.split_once(&expected).expect(name);
            assert!(rest.lines().nth(1).unwrap().ends_with(&format!(": {ty},")));
        }
        // An absent message cannot be written.
        assert!(request.contains("#[wire(\"webhook\")]"));
    }

    #[test]
    fn messages_may_hold_themselves_in_boxes() {
        let contract = Workspace::find().unwrap().read_contract().unwrap();
        let field = "        parent:\n          nullable: true\n          description: What it is in. Null if nothing.\n          \
            allOf: [{ $ref: \"#/components/schemas/Job\" }]\n";
        let lines = added(&contract, "Job", field);
        assert!(lines.contains(&"pub parent: Option<Box<Job>>,".to_owned()));
    }
}
