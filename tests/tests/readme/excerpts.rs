use pulsewire_tests::root;
use std::fs;

/// Each line of an excerpt is in the file, in this order. The excerpt may end a list earlier, so a comma at the end
/// of a line does not count.
pub(crate) fn check_excerpt(file: &str, excerpt: &str) {
    let text = fs::read_to_string(root().join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
    let mut lines = text.lines().map(without_comma);
    for line in excerpt.lines().map(without_comma) {
        assert!(lines.any(|one| one == line), "{file} has no line `{line}` there");
    }
}

/// The methods shown are those that a plugin implements, with their signatures.
pub(crate) fn check_trait(shown: &str) {
    let contract = fs::read_to_string(root().join("plugin/contract/src/plugin.rs")).unwrap();
    let plugin = contract.split("pub trait Plugin").nth(1).unwrap().split("\n}").next().unwrap();
    assert_eq!(methods(shown), methods(plugin));
}

fn methods(text: &str) -> Vec<&str> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("    fn "));
    lines.filter_map(|line| line.split([';', '{']).next()).map(str::trim_end).collect()
}

fn without_comma(line: &str) -> &str {
    line.strip_suffix(',').unwrap_or(line)
}
