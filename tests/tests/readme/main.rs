//! The README and the pages in `docs/`: their commands, outputs, links and paths are right.
//!
//! `docs/testing.md` lists what each kind of fenced block means.
//!
//! | module | what is there |
//! | --- | --- |
//! | `page` | a page: its fenced blocks, links, headings and code words |
//! | `reader` | follows a page as a reader would |
//! | `ports` | replaces the ports that pages name by free ones |
//! | `excerpts` | blocks that show a part of a file |
//! | `later` | commands that are too long to be run, and are checked |
//! | `links` | links and paths lead somewhere |

mod excerpts;
mod later;
mod links;
mod page;
mod ports;
mod reader;

use pulsewire_tests::{Project, root};
use reader::Reader;
use std::fs;

/// Follows each page in a test of its own.
macro_rules! pages {
    ($($test:ident: $page:literal),* $(,)?) => {
        const PAGES: &[&str] = &[$($page),*];

        $(
            #[test]
            fn $test() {
                Reader::new().follow(&page::read($page));
            }
        )*
    };
}

pages! {
    readme: "README.md",
    architecture: "docs/architecture.md",
    incari: "docs/incari.md",
    logic: "docs/logic.md",
    operating: "docs/operating.md",
    plugins: "docs/plugins.md",
    security: "docs/security.md",
    testing: "docs/testing.md",
    tutorial: "docs/tutorial.md",
}

#[test]
fn every_page_has_a_test() {
    let mut pages = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).unwrap().flatten() {
        pages.push(format!("docs/{}", entry.file_name().to_str().unwrap()));
    }
    pages.sort();
    assert_eq!(pages, PAGES, "list every page in `pages!`");
}

#[test]
fn the_readme_starts_with_the_two_commands() {
    let page = page::read("README.md");
    let commands = page.blocks.iter().filter(|block| block.info.starts_with("sh"));
    let commands: Vec<&str> = commands.map(|block| block.text.as_str()).collect();
    assert_eq!(commands[..2], ["cargo run --release -- run examples/echo\n", "cargo test\n"]);
}

#[test]
fn the_pictures_are_what_the_program_draws() {
    let drawn = tempfile::tempdir().unwrap();
    let options = ["--format", "svg", "-o", drawn.path().to_str().unwrap()];
    let _ = Project::at("examples/echo").command("graph", &options).wait().with_status(0);
    for picture in fs::read_dir(drawn.path()).unwrap().flatten() {
        let kept = root().join("examples/echo/pictures").join(picture.file_name());
        let same = fs::read(&kept).unwrap() == fs::read(picture.path()).unwrap();
        assert!(same, "{} is out of date: see examples/echo/README.md", kept.display());
    }
}
