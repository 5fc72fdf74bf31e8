use serde_json::Value as Json;
use std::borrow::Cow;
use std::fmt;

/// What stands in place of a secret.
const HIDDEN: &str = "***";

/// Shorter texts are not hidden: they occur everywhere, and hiding them hides nothing but other words.
const SHORTEST: usize = 4;

/// What came out of the environment or out of a file by `${...}`, to be kept from being printed.
///
/// A default (`${env:NAME:-default}`) is no secret, as it stands in the project. Neither is what became a number
/// or a truth value, such as a port, nor a text of less than 4 bytes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secrets {
    /// The longest first, so that one that contains another is hidden as a whole.
    texts: Vec<String>,
}

impl Secrets {
    /// Remembers a text.
    pub fn add(&mut self, text: &str) {
        if text.trim().len() >= SHORTEST {
            self.texts.push(text.to_owned());
            self.texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
        }
    }

    /// Forgets one mention of a text: it stays secret if it also stands elsewhere.
    pub(super) fn forget(&mut self, text: &str) {
        if let Some(at) = self.texts.iter().position(|known| known == text) {
            self.texts.remove(at);
        }
    }

    /// The same text with `***` for every secret in it, also where it is written as JSON.
    #[must_use]
    pub fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut shown = Cow::Borrowed(text);
        for secret in &self.texts {
            hide(&mut shown, secret);
            let written = Json::from(secret.as_str()).to_string();
            hide(&mut shown, &written[1..written.len() - 1]);
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
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.texts.len())
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

    #[test]
    fn secrets_are_hidden_wherever_they_stand() {
        let mut secrets = Secrets::default();
        for secret in ["hunter2", "hunter2-long", "a\"b\nc", "80", ""] {
            secrets.add(secret);
        }
        let text = r#"{"x": "hunter2-long", "y": "is hunter2.", "z": "a\"b\nc", "port": 80}"#;
        let shown = r#"{"x": "***", "y": "is ***.", "z": "***", "port": 80}"#;
        assert_eq!(secrets.redact(text), shown);
        assert!(matches!(secrets.redact("nothing here"), Cow::Borrowed(_)));
        assert_eq!(format!("{secrets:?}"), "Secrets(3)");
        let mut json = serde_json::json!({ "hunter2": [{ "x": "a hunter2", "n": 80 }] });
        secrets.redact_json(&mut json);
        assert_eq!(json, serde_json::json!({ "hunter2": [{ "x": "a ***", "n": 80 }] }));
        secrets.forget("hunter2");
        assert_eq!(secrets.redact("hunter2"), "hunter2");
    }
}
