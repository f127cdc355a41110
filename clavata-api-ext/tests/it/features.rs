//! Checks that the tables in the README and the crate page list every feature.

#[test]
fn every_feature_is_in_the_tables() {
    let manifest = include_str!("../../Cargo.toml");
    let (_, features) = manifest.split_once("[features]\n").unwrap();
    let (features, _) = features.split_once("\n[").unwrap();
    let names = features.lines().filter_map(|line| line.split_once(" = "));
    let mut names: Vec<&str> = names
        .map(|(name, _)| name)
        .filter(|name| *name != "default")
        .collect();
    names.sort_unstable();
    for (page, text) in [
        ("README.md", include_str!("../../README.md")),
        ("lib.md", include_str!("../../src/lib.md")),
    ] {
        let (_, table) = text
            .split_once("| feature | what it adds | default |")
            .unwrap();
        let rows = table.lines().skip(2).take_while(|line| !line.is_empty());
        let mut listed: Vec<&str> = rows.map(|row| row.split('`').nth(1).unwrap()).collect();
        listed.sort_unstable();
        assert_eq!(listed, names, "{page}");
    }
}
