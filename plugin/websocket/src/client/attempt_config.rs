use super::Overrides;
use crate::connection::ConnectionPolicy;
use crate::error::{Error, ErrorKind};
use crate::protocol::handshake::Target;
use crate::runtime::Log;
use crate::settings::{self, Connection, Fault, Secret};
use crate::transport::dial::Dialer;
use pulsewire_plugin::{Placeholders, Project};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What holds for an attempt: whom it asks, how it gets there, how the connection behaves when it is open.
#[derive(Debug)]
pub(crate) struct AttemptConfig {
    pub(crate) target: Target,
    pub(super) dialer: Dialer,
    pub(super) policy: Arc<ConnectionPolicy>,
}

/// The terms of a connection: those of the settings, with each `${…}` looked up again for every attempt.
#[derive(Debug)]
pub(super) struct Current {
    folder: PathBuf,
    log: Log,
    placeholders: Placeholders,
    /// Where the connection stands in the settings.
    pointer: String,
    last: Mutex<Last>,
}

/// What was looked up last, and the terms that it led to. They are kept as long as nothing changes, and with them
/// what TLS has read.
#[derive(Debug)]
struct Last {
    written: Option<Secret>,
    terms: Arc<AttemptConfig>,
}

impl AttemptConfig {
    fn new(settings: &Connection, folder: &Path, log: &Log) -> Result<Self, Fault> {
        Ok(Self {
            target: Target::from_settings(settings)?,
            dialer: Dialer::new(settings, folder, log.clone()),
            policy: Arc::new(ConnectionPolicy::of_client(settings)?),
        })
    }
}

impl Current {
    /// Those of the connection that is the entry `index` of its list.
    ///
    /// # Errors
    /// When the settings were not checked.
    pub(super) fn new(
        settings: &Connection,
        index: usize,
        project: &Project,
        log: Log,
    ) -> Result<Self, Fault> {
        let terms = Arc::new(AttemptConfig::new(settings, &project.folder, &log)?);
        let last = Mutex::new(Last { written: None, terms });
        let (folder, placeholders) = (project.folder.clone(), project.settings.clone());
        Ok(Self { folder, log, placeholders, pointer: format!("/connections/{index}"), last })
    }

    /// The terms of the last attempt.
    pub(super) fn last(&self) -> Arc<AttemptConfig> {
        self.lock().terms.clone()
    }

    /// The terms of the next attempt, and what it asks for.
    ///
    /// # Errors
    /// When a `${…}` stands for nothing any more, or for what cannot be used.
    pub(super) fn prepare(
        &self,
        instead: &Overrides,
    ) -> Result<(Arc<AttemptConfig>, Target), Error> {
        let terms = self.now()?;
        let target = instead.over(&terms.target)?;
        Ok((terms, target))
    }

    fn now(&self) -> Result<Arc<AttemptConfig>, Error> {
        let unknown =
            |why: String| Error::new(ErrorKind::Credentials, format!("the settings: {why}"));
        let mut last = self.lock();
        if let Some(written) = self.placeholders.resolve(&self.pointer).map_err(unknown)? {
            let text = Some(Secret::from(written.to_string()));
            if last.written != text {
                *last = Last { terms: Arc::new(self.renewed(written)?), written: text };
            }
        }
        Ok(last.terms.clone())
    }

    /// What is wrong is told by place and code: the values are secrets.
    fn renewed(&self, written: Json) -> Result<AttemptConfig, Error> {
        let bad = |what: &str| {
            let message =
                format!("the settings: what `${{…}}` stands for now cannot be used: {what}");
            Error::new(ErrorKind::Credentials, message)
        };
        let settings: Connection =
            settings::read(written).map_err(|_| bad("it does not fit the schema"))?;
        if let Some(mistake) = settings::check_connection(&settings, &self.folder).first() {
            let place = mistake.pointer.trim_start_matches('/').replace('/', ".");
            return Err(bad(&format!("`{place}`: {}", mistake.code)));
        }
        AttemptConfig::new(&settings, &self.folder, &self.log)
            .map_err(|_| bad("it was not checked"))
    }

    /// A panic elsewhere leaves no half-made terms behind, so a poisoned lock is as good as any.
    fn lock(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
