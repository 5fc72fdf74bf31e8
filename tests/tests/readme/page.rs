use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use pulsewire_tests::root;
use std::fs;

/// What the tests need of a page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Its path from the root of the repository.
    pub(crate) path: String,
    pub(crate) blocks: Vec<Block>,
    /// Where its links and pictures lead.
    pub(crate) links: Vec<String>,
    /// The anchors of its headings.
    pub(crate) anchors: Vec<String>,
    /// What stands in backticks.
    pub(crate) words: Vec<String>,
}

/// A fenced block.
#[derive(Debug)]
pub(crate) struct Block {
    /// The words after the fence: the language, and what to do with it.
    pub(crate) info: String,
    pub(crate) text: String,
    /// The last file in backticks before it.
    pub(crate) file: Option<String>,
}

/// Reads a page by its path from the root.
pub(crate) fn read(path: &str) -> Page {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
    let mut page = Page { path: path.to_owned(), ..Page::default() };
    let (mut heading, mut file) = (None::<String>, None);
    let mut events = Parser::new_ext(&text, Options::ENABLE_TABLES);
    while let Some(event) = events.next() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                // Indented code has no fence, and is only shown.
                let text = block_text(&mut events);
                if let CodeBlockKind::Fenced(info) = kind {
                    page.blocks.push(Block { info: info.into_string(), text, file: file.clone() });
                }
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                page.links.push(dest_url.into_string());
            }
            Event::Html(html) | Event::InlineHtml(html) => page.links.extend(sources(&html)),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().unwrap(), &page.anchors);
                page.anchors.push(anchor);
            }
            Event::Text(text) => heading.iter_mut().for_each(|heading| heading.push_str(&text)),
            Event::Code(word) => {
                heading.iter_mut().for_each(|heading| heading.push_str(&word));
                if word.ends_with(".json") {
                    file = Some(word.to_string());
                }
                page.words.push(word.into_string());
            }
            _ => {}
        }
    }
    page
}

fn block_text<'a>(events: &mut impl Iterator<Item = Event<'a>>) -> String {
    let parts = events.take_while(|event| !matches!(event, Event::End(TagEnd::CodeBlock)));
    let texts = parts.filter_map(|part| match part {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    texts.collect()
}

/// The pictures in a piece of HTML.
fn sources(html: &str) -> impl Iterator<Item = String> {
    let after = html.split("src=\"").skip(1);
    after.filter_map(|rest| rest.split('"').next()).map(ToOwned::to_owned)
}

/// The anchor that GitHub gives to a heading: lower case, hyphens for spaces, no punctuation, numbered if it is taken.
fn anchor(heading: &str, taken: &[String]) -> String {
    let heading = heading.to_lowercase();
    let kept = heading.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
        _ => None,
    });
    let plain: String = kept.collect();
    let numbered = (1..).map(|number| format!("{plain}-{number}"));
    let mut names = [plain.clone()].into_iter().chain(numbered);
    names.find(|name| !taken.contains(name)).unwrap()
}

#[test]
fn pictures_in_html_are_links() {
    let page = read("README.md");
    assert!(page.links.iter().any(|link| link.ends_with("/logic-server.svg")), "{:?}", page.links);
}

#[test]
fn anchors_are_those_of_github() {
    let taken = ["exit-status".to_owned()];
    assert_eq!(anchor("1. Make a project & run it", &[]), "1-make-a-project--run-it");
    assert_eq!(anchor("Where do I put …?", &[]), "where-do-i-put-");
    assert_eq!(anchor("Exit status", &taken), "exit-status-1");
}
