//! The values that must not be shown, and hiding them in texts and JSON.

use serde_json::Value as Json;
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// Replaces a secret in the output.
const HIDDEN: &str = "***";

/// Shorter texts are not hidden, because they occur in ordinary words.
const SHORTEST: usize = 4;

/// The number of secrets from renewed placeholders that stay hidden: the latest ones.
const MOST_RENEWED: usize = 256;

/// Values that `${...}` read from the environment or from files and that must not be printed.
///
/// A default (`${env:NAME:-default}`) is not a secret, because it is part of the project. Neither are values that
/// became numbers or booleans, such as a port, nor texts of less than 4 bytes.
///
/// Clones share the same secrets, so a log that starts before the project is loaded hides them too.
#[derive(Clone, Default)]
pub struct Secrets(Arc<RwLock<Texts>>);

#[derive(Default)]
struct Texts {
    /// Longest first, so that a secret that contains another is hidden as a whole.
    all: Vec<String>,
    /// Those added while the project ran, the latest last.
    renewed: VecDeque<String>,
}

impl Secrets {
    /// Adds a secret.
    pub fn add(&self, text: &str) {
        if text.trim().len() >= SHORTEST {
            self.write().add(text);
        }
    }

    /// Adds those of `found` that occur in a value that was resolved again.
    pub(super) fn renew(&self, found: &Self, value: &Json) {
        let found = found.read();
        let mut texts = self.write();
        for text in found.all.iter().filter(|text| holds(value, text)) {
            if !texts.all.contains(text) {
                texts.add(text);
                texts.renewed.push_back(text.clone());
            }
        }
        while texts.renewed.len() > MOST_RENEWED {
            let oldest = texts.renewed.pop_front();
            oldest.into_iter().for_each(|text| texts.forget(&text));
        }
    }

    /// Removes one occurrence of a secret: it stays secret if it was added more than once.
    pub(super) fn forget(&self, text: &str) {
        self.write().forget(text);
    }

    /// The same text with `***` for every secret in it, also where it is escaped as in JSON or in Rust.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut shown = Cow::Borrowed(text);
        for secret in &self.read().all {
            forms(secret).iter().for_each(|form| hide(&mut shown, form));
        }
        shown
    }

    /// The same in every text of a JSON value; names in it stay.
    pub fn redact_json(&self, json: &mut Json) {
        match json {
            Json::String(text) => *text = self.redact(text).into_owned(),
            Json::Array(parts) => parts.iter_mut().for_each(|part| self.redact_json(part)),
            Json::Object(parts) => parts.iter_mut().for_each(|(_, part)| self.redact_json(part)),
            _ => {}
        }
    }

    fn read(&self) -> RwLockReadGuard<'_, Texts> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Texts> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Texts {
    fn add(&mut self, text: &str) {
        let at = self.all.partition_point(|known| known.len() >= text.len());
        self.all.insert(at, text.to_owned());
    }

    fn forget(&mut self, text: &str) {
        if let Some(at) = self.all.iter().position(|known| known == text) {
            self.all.remove(at);
        }
    }
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.read().all.len())
    }
}

/// The forms in which a secret may appear: literally, escaped as in JSON and in Rust (as in the text of a panic), and
/// these escaped once more as in JSON.
fn forms(secret: &str) -> Vec<String> {
    let json = |text: &str| inside(Json::from(text).to_string());
    let rust = inside(format!("{secret:?}"));
    let mut forms = vec![json(&rust), rust, json(&json(secret)), json(secret), secret.to_owned()];
    forms.dedup();
    forms
}

fn inside(quoted: String) -> String {
    quoted[1..quoted.len() - 1].to_owned()
}

fn holds(value: &Json, secret: &str) -> bool {
    match value {
        Json::String(text) => text.contains(secret),
        Json::Array(parts) => parts.iter().any(|part| holds(part, secret)),
        Json::Object(parts) => parts.values().any(|part| holds(part, secret)),
        _ => false,
    }
}

fn hide(shown: &mut Cow<'_, str>, secret: &str) {
    if shown.contains(secret) {
        *shown = Cow::Owned(shown.replace(secret, HIDDEN));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn secrets(texts: &[&str]) -> Secrets {
        let secrets = Secrets::default();
        texts.iter().for_each(|text| secrets.add(text));
        secrets
    }

    #[test]
    fn secrets_are_hidden_in_texts_and_json() {
        let secrets = secrets(&["hunter2", "hunter2-long", "a\"b\nc", "80", ""]);
        let text = r#"{"x": "hunter2-long", "y": "is hunter2.", "z": "a\"b\nc", "port": 80}"#;
        let shown = r#"{"x": "***", "y": "is ***.", "z": "***", "port": 80}"#;
        assert_eq!(secrets.redact(text), shown);
        assert!(matches!(secrets.redact("nothing here"), Cow::Borrowed(_)));
        assert_eq!(format!("{secrets:?}"), "Secrets(3)");
        let mut json = json!({ "hunter2": [{ "x": "a hunter2", "n": 80 }] });
        secrets.redact_json(&mut json);
        assert_eq!(json, json!({ "hunter2": [{ "x": "a ***", "n": 80 }] }));
        secrets.forget("hunter2");
        assert_eq!(secrets.redact("hunter2"), "hunter2");
    }

    #[test]
    fn secrets_are_hidden_in_quoted_text() {
        let secret = "\u{1b}\"q\"\\\0é";
        let secrets = secrets(&[secret]);
        let json = |text: &str| Json::from(text).to_string();
        let rust = format!("{secret:?}");
        for text in [json(secret), json(&json(secret)), rust.clone(), json(&rust)] {
            let shown = secrets.redact(&text);
            assert!(shown.contains(HIDDEN) && !shown.contains('q'), "{text} is shown as {shown}");
        }
    }

    #[test]
    fn clones_share_renewed_secrets_and_keep_the_latest() {
        let first = secrets(&["the first"]);
        let seen = first.clone();
        for number in 0..MOST_RENEWED + 2 {
            let renewed = format!("renewed {number:05}");
            let found = secrets(&[&renewed, "9002"]);
            first.renew(&found, &json!({ "token": [format!("Bearer {renewed}")], "port": 9002 }));
            assert_eq!(seen.redact(&renewed), HIDDEN);
        }
        assert_eq!(seen.redact("the first, renewed 00001 and 9002"), "***, renewed 00001 and 9002");
        assert_eq!(seen.redact("renewed 00002"), HIDDEN);
    }
}
