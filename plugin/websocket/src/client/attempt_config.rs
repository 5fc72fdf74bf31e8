use super::Overrides;
use crate::connection::ConnectionPolicy;
use crate::error::{Error, ErrorKind};
use crate::protocol::handshake::Target;
use crate::runtime::Log;
use crate::settings::{self, Connection, Fault, Secret};
use crate::transport::dial::Dialer;
use crate::transport::tls::TlsFiles;
use pulsewire_plugin::{Placeholders, Project};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    fn new(settings: &Connection, folder: &Path, log: &Log) -> Result<Self, Fault> {
        Ok(Self {
            target: Target::from_settings(settings)?,
            dialer: Dialer::new(settings, folder, log.clone()),
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
        let config = Arc::new(AttemptConfig::new(settings, &project.folder, &log)?);
        let last = Mutex::new(CachedConfig { written: None, config });
        let (folder, placeholders) = (project.folder.clone(), project.settings.clone());
        Ok(Self { folder, log, placeholders, pointer: format!("/connections/{index}"), last })
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
        AttemptConfig::new(&settings, &self.folder, &self.log)
            .map_err(|_| bad("it was not checked"))
    }

    /// A poisoned lock is safe to use: no panic leaves the configuration half changed.
    fn lock(&self) -> MutexGuard<'_, CachedConfig> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
