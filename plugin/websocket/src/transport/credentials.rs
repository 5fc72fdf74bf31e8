//! Origin, cookies and authorization: the headers of a handshake request that identify the client.

use crate::error::{Error, ErrorKind};
use crate::settings::{Auth, Connection, Secret};
use data_encoding::BASE64;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tungstenite::http::header::{AUTHORIZATION, COOKIE, ORIGIN};
use tungstenite::http::{HeaderMap, HeaderName, HeaderValue};

/// Longer than any token; the server would reject a longer request.
const MAX_FILE: u64 = 64 << 10;

/// Headers that are built for every attempt, since files may have changed.
#[derive(Debug)]
pub(crate) struct Credentials {
    origin: Option<String>,
    is_origin_secret: bool,
    cookies: BTreeMap<String, Secret>,
    auth: Auth,
    header_files: BTreeMap<String, String>,
    folder: PathBuf,
}

impl Credentials {
    /// Reads nothing yet; relative paths start at `folder`. Cookies and credentials are always secret, the origin if
    /// `is_origin_secret`.
    pub(crate) fn new(settings: &Connection, folder: &Path, is_origin_secret: bool) -> Self {
        Self {
            origin: settings.origin.clone(),
            is_origin_secret,
            cookies: settings.cookies.clone(),
            auth: settings.auth.clone(),
            header_files: settings.header_files.clone(),
            folder: folder.to_owned(),
        }
    }

    /// Adds the headers; those already present, from a Start node, take precedence.
    ///
    /// # Errors
    /// When a file cannot be read, or contains characters that are not allowed in a header.
    pub(crate) fn add_to(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        if let Some(origin) = &self.origin {
            let mut value = header_value(origin, "origin")?;
            value.set_sensitive(self.is_origin_secret);
            headers.entry(ORIGIN).or_insert(value);
        }
        let cookies = self.cookies.iter().map(|(name, value)| format!("{name}={}", value.reveal()));
        let cookies = cookies.collect::<Vec<_>>().join("; ");
        if !cookies.is_empty() {
            add(headers, COOKIE, &cookies, "cookies")?;
        }
        if !headers.contains_key(AUTHORIZATION)
            && let Some(value) = self.authorization()?
        {
            add(headers, AUTHORIZATION, &value, "auth")?;
        }
        for (name, file) in &self.header_files {
            let bad = |_| {
                Error::new(ErrorKind::Credentials, format!("`{name}` is not a valid header name"))
            };
            let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(bad)?;
            let setting = format!("header_files.{name}");
            if !headers.contains_key(&parsed) {
                add(headers, parsed, &read(&self.folder, file, &setting)?, &setting)?;
            }
        }
        Ok(())
    }

    fn authorization(&self) -> Result<Option<String>, Error> {
        let Auth { username, password, password_file, bearer_token, bearer_token_file } =
            &self.auth;
        let token =
            secret(&self.folder, bearer_token, bearer_token_file, "auth.bearer_token_file")?;
        if let Some(token) = token {
            return Ok(Some(format!("Bearer {token}")));
        }
        let Some(username) = username else { return Ok(None) };
        let password = secret(&self.folder, password, password_file, "auth.password_file")?;
        Ok(Some(basic(username, &password.unwrap_or_default())))
    }
}

/// Encodes user name and password as in RFC 7617.
pub(crate) fn basic(username: &str, password: &str) -> String {
    format!("Basic {}", BASE64.encode(format!("{username}:{password}").as_bytes()))
}

/// Returns a secret from the settings or a file; `None` if neither is given.
///
/// # Errors
/// When the file cannot be read.
pub(crate) fn secret(
    folder: &Path,
    here: &Option<Secret>,
    file: &Option<String>,
    setting: &str,
) -> Result<Option<String>, Error> {
    match (here, file) {
        (Some(here), _) => Ok(Some(here.reveal().to_owned())),
        (None, Some(file)) => read(folder, file, setting).map(Some),
        (None, None) => Ok(None),
    }
}

/// Returns the content of a file without the newline at its end.
fn read(folder: &Path, file: &str, setting: &str) -> Result<String, Error> {
    let file = folder.join(file);
    let bad = |why: &dyn std::fmt::Display| {
        let message = format!("`{setting}`: cannot read {}: {why}", file.display());
        Error::new(ErrorKind::Credentials, message)
    };
    // A pipe would block this thread.
    let metadata = std::fs::metadata(&file).map_err(|error| bad(&error))?;
    if !metadata.is_file() || metadata.len() > MAX_FILE {
        return Err(bad(&"it is not a regular file of at most 64 KiB"));
    }
    let text = std::fs::read_to_string(&file).map_err(|error| bad(&error))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

/// Values are secrets, so neither the message nor the log shows them.
fn add(headers: &mut HeaderMap, name: HeaderName, value: &str, setting: &str) -> Result<(), Error> {
    let mut value = header_value(value, setting)?;
    value.set_sensitive(true);
    headers.entry(name).or_insert(value);
    Ok(())
}

fn header_value(value: &str, setting: &str) -> Result<HeaderValue, Error> {
    HeaderValue::from_bytes(value.as_bytes()).map_err(|_| {
        let message = format!("`{setting}`: the value contains a line break or control character");
        Error::new(ErrorKind::Credentials, message)
    })
}
