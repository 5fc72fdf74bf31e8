use crate::settings::{Address, Compression, Connection, Fault, parse_header};
use pulsewire_plugin::{Dictionary, NodeError, Value};
use tungstenite::http::HeaderMap;

/// What a client asks for: a server's address and what the handshake request says.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) address: Address,
    pub(crate) headers: HeaderMap,
    pub(crate) subprotocols: Vec<String>,
    /// The compression to offer.
    pub(crate) compression: Option<Compression>,
    /// How long the head of the answer may be.
    pub(crate) max_handshake_bytes: usize,
}

impl Target {
    /// The target that the settings name.
    ///
    /// # Errors
    /// When the settings were not checked.
    pub(crate) fn from_settings(settings: &Connection) -> Result<Self, Fault> {
        let mut headers = HeaderMap::new();
        for (name, value) in &settings.headers {
            let (name, value) = parse_header(name, value)?;
            headers.insert(name, value);
        }
        let address = Address::parse(&settings.url, settings.port)?;
        let (subprotocols, max_handshake_bytes) =
            (settings.subprotocols.clone(), settings.max_handshake_bytes);
        let compression = Compression::enabled(settings.compression.as_ref()).cloned();
        Ok(Self { address, headers, subprotocols, compression, max_handshake_bytes })
    }

    /// This target with what a Start overrides: an empty url changes nothing, each header replaces the one of its
    /// name.
    ///
    /// # Errors
    /// What is wrong with url or headers.
    pub(crate) fn with(&self, url: &str, headers: &Dictionary) -> Result<Self, NodeError> {
        let mut target = self.clone();
        if !url.is_empty() {
            target.address =
                Address::parse(url, None).map_err(|fault| NodeError::from(fault).at_input(0))?;
        }
        target.headers.extend(parse_headers(headers, 1)?);
        Ok(target)
    }

    /// Where it is, for messages: without path and query, which may hold secrets.
    pub(crate) fn place(&self) -> String {
        let address = &self.address;
        match address.host.contains(':') {
            true => format!("[{}]:{}", address.host, address.port),
            false => format!("{}:{}", address.host, address.port),
        }
    }
}

/// The headers that came in at this input of a node.
///
/// # Errors
/// When one is no String, or cannot be sent.
pub(crate) fn parse_headers(headers: &Dictionary, input: usize) -> Result<HeaderMap, NodeError> {
    let mut parsed = HeaderMap::new();
    for (name, value) in headers.iter() {
        let Value::String(value) = value else {
            let message = format!("the header `{name}` wants String, got {}", value.kind());
            return Err(NodeError::new("type_mismatch", message).at_input(input));
        };
        let (name, value) =
            parse_header(name, value).map_err(|fault| NodeError::from(fault).at_input(input))?;
        parsed.insert(name, value);
    }
    Ok(parsed)
}
