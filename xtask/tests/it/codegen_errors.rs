//! Contracts that `cargo xtask codegen` cannot use.

use std::fs;

use crate::sandbox::Sandbox;
use crate::support::text;

#[test]
fn a_contract_that_cannot_be_used_is_one_error_with_its_line_and_changes_nothing() {
    struct Case {
        from: &'static str,
        to: &'static str,
        /// How many lines below the edit the error is reported.
        below: usize,
        says: &'static str,
    }
    let case = |from, to, below, says| Case {
        from,
        to,
        below,
        says,
    };
    let job = "                $ref: \"#/components/schemas/GetJobResponse\"\n";
    let cases = [
        case("openapi: 3.0.3\n", "openapi: [3.0.3\n", 2, "not valid YAML"),
        case(
            "openapi: 3.0.3\n",
            "openapi: 3.0.3\nopenapi: 3.0.3\n",
            2,
            "not valid YAML",
        ),
        // A reference without a target.
        case(
            job,
            "                $ref: \"#/components/schemas/Nothing\"\n",
            1,
            "unresolved-reference",
        ),
        // Shapes on which the generator panics, and one that it rejects.
        case(
            "        \"5XX\":\n",
            "        default:\n          $ref: \"#/components/responses/Failed\"\n        \"5XX\":\n",
            1,
            "responses",
        ),
        case(job, "                type: nothing\n", 0, "unknown-format"),
        case(
            "          in: query\n",
            "          in: cookie\n",
            1,
            "parameter-place",
        ),
        // A value that is not an object where OpenAPI requires one.
        case(
            "servers:\n",
            "servers: 3\nx-servers:\n",
            1,
            "has the wrong type",
        ),
        case("paths:\n", "paths: 3\nx-paths:\n", 1, "has the wrong type"),
        case(
            "    Webhook:\n",
            "    Webhook: 3\n    Other:\n",
            1,
            "has the wrong type",
        ),
        case(
            "      x-enum-numbers:\n        OUTCOME_UNSPECIFIED: 0\n",
            "      x-enum-numbers:\n",
            1,
            "enum-numbers",
        ),
    ];
    for Case {
        from,
        to,
        below,
        says,
    } in cases
    {
        let sandbox = Sandbox::new();
        let line = sandbox.edit(from, to) + below;
        let before = fs::read(sandbox.generated()).unwrap();
        let output = sandbox.run(&["codegen"]);
        let stderr = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{to}: {output:?}");
        assert!(
            stderr.starts_with(&format!("error: openapi/clavata.yaml:{line}:")),
            "{to}: not on line {line}: {stderr}"
        );
        assert!(stderr.contains(says), "{to}: {stderr}");
        assert!(stderr.lines().count() <= 2, "{to}: {stderr}");
        assert_eq!(fs::read(sandbox.generated()).unwrap(), before, "{to}");
    }
}

#[test]
fn a_missing_contract_is_one_error() {
    let sandbox = Sandbox::new();
    fs::remove_file(sandbox.root().join("openapi/clavata.yaml")).unwrap();
    for arguments in [&["codegen"][..], &["codegen", "--check"], &["lint"]] {
        let output = sandbox.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let stderr = text(&output.stderr);
        assert!(stderr.contains("clavata.yaml: cannot be read"), "{stderr}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
    }
}
