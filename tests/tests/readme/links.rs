//! Links lead to files and headings, and paths in backticks exist.

use crate::page::{self, Page};
use pulsewire_tests::root;
use std::fs;
use std::path::Path;

#[test]
fn every_relative_link_leads_to_a_file_and_a_heading() {
    let mut wrong = Vec::new();
    for page in pages() {
        let relative = page.links.iter().filter(|link| !link.contains("://"));
        wrong.extend(relative.filter_map(|link| problem(&page, link)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_path_in_backticks_exists() {
    let mut wrong = Vec::new();
    for page in pages() {
        let places = page.words.iter().filter(|word| is_path(word));
        let missing = places.filter(|place| !root().join(place).exists());
        wrong.extend(missing.map(|place| format!("{}: {place}", page.path)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_method_in_backticks_is_in_the_contract() {
    let contract = root().join("plugin/contract/src");
    let (mut wrong, mut count) = (Vec::new(), 0);
    for page in pages() {
        for (word, method) in page.words.iter().filter_map(|word| Some((word, method(word)?))) {
            let function = format!("fn {method}");
            count += 1;
            if !contains(&contract, &function) {
                wrong.push(format!("{}: {word}", page.path));
            }
        }
    }
    assert!(wrong.is_empty() && count > 2, "{wrong:#?}");
}

/// The method in a word such as `Host::log`.
fn method(word: &str) -> Option<&str> {
    let (kind, method) = word.split_once("::")?;
    let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
    (kind.starts_with(char::is_uppercase) && method.chars().all(is_name)).then_some(method)
}

/// Whether a file under a folder contains this text.
pub(crate) fn contains(folder: &Path, text: &str) -> bool {
    let mut entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.any(|path| {
        if path.is_dir() {
            contains(&path, text)
        } else {
            fs::read_to_string(path).is_ok_and(|file| file.contains(text))
        }
    })
}

/// What is wrong with a link.
fn problem(page: &Page, link: &str) -> Option<String> {
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, to)| (file, Some(to)));
    let from = Path::new(&page.path);
    let target = if file.is_empty() { from.into() } else { from.parent().unwrap().join(file) };
    if !root().join(&target).exists() {
        return Some(format!("{}: no file {link}", page.path));
    }
    let anchor = anchor?;
    let is_there = page::read(target.to_str()?).anchors.iter().any(|one| one == anchor);
    (!is_there).then(|| format!("{}: no heading {link}", page.path))
}

/// Every page of the repository: the README, docs, and the README of each example.
fn pages() -> Vec<Page> {
    let mut paths = vec!["README.md".to_owned()];
    for (folder, file) in [("docs", ""), ("examples", "README.md")] {
        for entry in fs::read_dir(root().join(folder)).unwrap().flatten() {
            let path = Path::new(folder).join(entry.file_name()).join(file);
            paths.push(path.to_str().unwrap().trim_end_matches('/').to_owned());
        }
    }
    assert!(paths.len() > 10, "{paths:?}");
    paths.iter().map(|path| page::read(path)).collect()
}

/// Whether a word is a path from the root: no pattern, no stand-in such as `NAME`.
fn is_path(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c);
    let first = word.split('/').next().unwrap_or_default();
    let top = ["host", "nodes", "plugin", "project-settings", "examples", "tests", "fuzz", "docs"];
    word.contains('/') && word.chars().all(plain) && (top.contains(&first) || first == ".ci")
}

#[test]
fn a_wrong_link_is_noticed() {
    let page = page::read("docs/testing.md");
    assert!(problem(&page, "#these-pages").is_none() && problem(&page, "../README.md").is_none());
    let anchor = problem(&page, "operating.md#no-such-heading");
    assert_eq!(anchor.unwrap(), "docs/testing.md: no heading operating.md#no-such-heading");
    assert_eq!(problem(&page, "none.md").unwrap(), "docs/testing.md: no file none.md");
}
