use crate::settings::{Address, Compression, Connection, Fault, parse_header};
use pulsewire_plugin::{Dictionary, NodeError, Value};
use std::collections::BTreeSet;
use tungstenite::http::HeaderMap;

/// The target of a client: a server's address and the content of the handshake request.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) address: Address,
    pub(crate) headers: HeaderMap,
    pub(crate) subprotocols: Vec<String>,
    /// The compression to offer.
    pub(crate) compression: Option<Compression>,
    /// The largest header section of the response.
    pub(crate) max_handshake_bytes: usize,
}

impl Target {
    /// The target in the settings. The values of `secret_headers`, in lower case, are secret whatever their names say.
    ///
    /// # Errors
    /// When the settings were not checked before.
    pub(crate) fn from_settings(
        settings: &Connection,
        secret_headers: &BTreeSet<String>,
    ) -> Result<Self, Fault> {
        let mut headers = HeaderMap::new();
        for (name, value) in &settings.headers {
            let (name, value) = parse_header(name, value)?;
            headers.insert(name, value);
        }
        let address = Address::parse(&settings.url, settings.port)?;
        let (subprotocols, max_handshake_bytes) =
            (settings.subprotocols.clone(), settings.max_handshake_bytes);
        let compression = Compression::enabled(settings.compression.as_ref()).cloned();
        let mut target = Self { address, headers, subprotocols, compression, max_handshake_bytes };
        secret_headers.iter().for_each(|name| target.mark_secret(name));
        Ok(target)
    }

    /// Returns this target, which is that of the settings, with the values of a Start: an empty url keeps that of the
    /// settings, each header replaces the one with its name.
    ///
    /// # Errors
    /// What is wrong with the url or a header.
    pub(crate) fn with_overrides(
        &self,
        url: &str,
        headers: &Dictionary,
    ) -> Result<Self, NodeError> {
        let mut target = self.clone();
        if !url.is_empty() {
            target.address =
                Address::parse(url, None).map_err(|fault| NodeError::from(fault).at_input(0))?;
        }
        target.headers.extend(parse_headers(headers, 1)?);
        Ok(target)
    }

    /// Marks the value of this header as secret, if it is sent.
    pub(crate) fn mark_secret(&mut self, name: &str) {
        if let Some(value) = self.headers.get_mut(name) {
            value.set_sensitive(true);
        }
    }

    /// The address for messages: without path and query, which may contain secrets.
    pub(crate) fn host_and_port(&self) -> String {
        let address = &self.address;
        match address.host.contains(':') {
            true => format!("[{}]:{}", address.host, address.port),
            false => format!("{}:{}", address.host, address.port),
        }
    }
}

/// Parses the headers at an input of a node.
///
/// # Errors
/// When a value is not a String, or a header is invalid.
pub(crate) fn parse_headers(headers: &Dictionary, input: usize) -> Result<HeaderMap, NodeError> {
    let mut parsed = HeaderMap::new();
    for (name, value) in headers.iter() {
        let Value::String(value) = value else {
            let message = format!("the header `{name}` must be a String, got {}", value.kind());
            return Err(NodeError::new("type_mismatch", message).at_input(input));
        };
        let (name, value) =
            parse_header(name, value).map_err(|fault| NodeError::from(fault).at_input(input))?;
        parsed.insert(name, value);
    }
    Ok(parsed)
}
