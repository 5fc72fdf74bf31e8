use super::Overrides;
use crate::connection::ConnectionPolicy;
use crate::error::{Error, ErrorKind};
use crate::protocol::handshake::Target;
use crate::runtime::Log;
use crate::settings::{self, Connection, Fault, Secret, escape};
use crate::transport::dial::Dialer;
use crate::transport::tls::TlsFiles;
use pulsewire_plugin::{Placeholders, Project};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const ORIGIN: &str = "origin";

/// The settings of an attempt: the target, how to connect, and how the open connection behaves.
#[derive(Debug)]
pub(crate) struct AttemptConfig {
    pub(crate) target: Target,
    pub(super) dialer: Dialer,
    pub(super) policy: Arc<ConnectionPolicy>,
}

/// The current settings of a connection, with each `${…}` resolved again for every attempt.
#[derive(Debug)]
pub(super) struct ConfigCache {
    folder: PathBuf,
    log: Log,
    placeholders: Placeholders,
    /// The JSON Pointer of the connection in the settings.
    pointer: String,
    /// The headers whose values come from a `${…}`, in lower case.
    secret_headers: BTreeSet<String>,
    last: Mutex<CachedConfig>,
}

/// The values resolved last, and the resulting configuration, kept as long as nothing changes, together with what TLS has
/// read.
#[derive(Debug)]
struct CachedConfig {
    written: Option<Secret>,
    config: Arc<AttemptConfig>,
}

impl AttemptConfig {
    fn new(
        settings: &Connection,
        secret_headers: &BTreeSet<String>,
        folder: &Path,
        log: &Log,
    ) -> Result<Self, Fault> {
        let is_origin_secret = secret_headers.contains(ORIGIN);
        Ok(Self {
            target: Target::from_settings(settings, secret_headers)?,
            dialer: Dialer::new(settings, folder, is_origin_secret, log.clone()),
            policy: Arc::new(ConnectionPolicy::new(&settings.shared())?),
        })
    }
}

impl ConfigCache {
    /// Those of the connection at position `index` of the settings.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(super) fn new(
        settings: &Connection,
        index: usize,
        project: &Project,
        log: Log,
    ) -> Result<Self, Fault> {
        let (folder, placeholders) = (project.folder.clone(), project.settings.clone());
        let pointer = format!("/connections/{index}");
        let secret_headers = secret_headers(settings, &placeholders, &pointer);
        let config = Arc::new(AttemptConfig::new(settings, &secret_headers, &folder, &log)?);
        let last = Mutex::new(CachedConfig { written: None, config });
        Ok(Self { folder, log, placeholders, pointer, secret_headers, last })
    }

    /// The configuration of the last attempt.
    pub(super) fn last(&self) -> Arc<AttemptConfig> {
        self.lock().config.clone()
    }

    /// Returns the configuration and the target of the next attempt.
    ///
    /// # Errors
    /// When a `${…}` cannot be resolved, or its value cannot be used.
    pub(super) fn prepare(
        &self,
        overrides: &Overrides,
    ) -> Result<(Arc<AttemptConfig>, Target), Error> {
        let config = self.current()?;
        let target = overrides.apply_to(&config.target)?;
        Ok((config, target))
    }

    fn current(&self) -> Result<Arc<AttemptConfig>, Error> {
        let unknown =
            |why: String| Error::new(ErrorKind::Credentials, format!("the settings: {why}"));
        let mut last = self.lock();
        if let Some(written) = self.placeholders.resolve(&self.pointer).map_err(unknown)? {
            let text = Some(Secret::from(written.to_string()));
            if last.written != text {
                *last = CachedConfig { config: Arc::new(self.rebuild(written)?), written: text };
            }
        }
        Ok(last.config.clone())
    }

    /// Reports only the place and code of a mistake: the values are secrets.
    fn rebuild(&self, written: Json) -> Result<AttemptConfig, Error> {
        let bad = |what: &str| {
            let message = format!("the settings: the value of `${{…}}` cannot be used: {what}");
            Error::new(ErrorKind::Credentials, message)
        };
        let settings: Connection =
            settings::read(written).map_err(|_| bad("it does not match the schema"))?;
        if let Some(mistake) =
            settings::check_connection(&settings, &TlsFiles(&self.folder)).first()
        {
            let place = mistake.pointer.trim_start_matches('/').replace('/', ".");
            return Err(bad(&format!("`{place}`: {}", mistake.code)));
        }
        AttemptConfig::new(&settings, &self.secret_headers, &self.folder, &self.log)
            .map_err(|_| bad("it was not checked"))
    }

    /// A poisoned lock is safe to use: no panic leaves the configuration half changed.
    fn lock(&self) -> MutexGuard<'_, CachedConfig> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the headers whose values come from a `${…}`, in lower case.
fn secret_headers(
    settings: &Connection,
    placeholders: &Placeholders,
    pointer: &str,
) -> BTreeSet<String> {
    let headers = settings.headers.keys();
    let pointers = headers.map(|name| (name.as_str(), format!("headers/{}", escape(name))));
    let pointers = pointers.chain([(ORIGIN, ORIGIN.to_owned())]);
    // A `${…}` that stands for nothing is one, too.
    let secret = pointers
        .filter(|(_, at)| !matches!(placeholders.resolve(&format!("{pointer}/{at}")), Ok(None)));
    secret.map(|(name, _)| name.to_ascii_lowercase()).collect()
}
