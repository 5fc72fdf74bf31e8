use super::NAME;
use std::fmt;

/// The smallest and the largest window of DEFLATE, as powers of two.
pub(super) const MIN_WINDOW_BITS: u8 = 8;
pub(super) const MAX_WINDOW_BITS: u8 = 15;

/// The parameters of an offer or a response (RFC 7692 section 7.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters {
    pub(super) server_no_context_takeover: bool,
    pub(super) client_no_context_takeover: bool,
    pub(super) server_max_window_bits: Option<u8>,
    pub(super) client_max_window_bits: Option<WindowBits>,
}

/// `client_max_window_bits`, which a client may offer without a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WindowBits {
    Any,
    AtMost(u8),
}

impl WindowBits {
    pub(super) fn most(self) -> u8 {
        match self {
            Self::Any => MAX_WINDOW_BITS,
            Self::AtMost(bits) => bits,
        }
    }
}

impl Parameters {
    /// Parses one element of `Sec-WebSocket-Extensions`; `None` if it is another extension.
    ///
    /// # Errors
    /// What is wrong with its parameters.
    pub(super) fn parse(element: &str) -> Option<Result<Self, String>> {
        let mut parts = element.split(';').map(str::trim);
        parts.next().filter(|name| *name == NAME)?;
        let mut parameters = Self::default();
        for part in parts {
            let (name, value) = match part.split_once('=') {
                Some((name, value)) => (name.trim_end(), Some(unquoted(value.trim_start()))),
                None => (part, None),
            };
            if let Err(wrong) = parameters.set(name, value) {
                return Some(Err(format!("`{part}` {wrong}")));
            }
        }
        Some(Ok(parameters))
    }

    fn set(&mut self, name: &str, value: Option<&str>) -> Result<(), &'static str> {
        let before = match name {
            "server_no_context_takeover" => flag(&mut self.server_no_context_takeover, value)?,
            "client_no_context_takeover" => flag(&mut self.client_no_context_takeover, value)?,
            "server_max_window_bits" => self.server_max_window_bits.replace(bits(value)?).is_some(),
            "client_max_window_bits" => {
                let bits =
                    value.map_or(Ok(WindowBits::Any), |_| bits(value).map(WindowBits::AtMost))?;
                self.client_max_window_bits.replace(bits).is_some()
            }
            _ => return Err("is not a parameter of permessage-deflate"),
        };
        if before { Err("appears twice") } else { Ok(()) }
    }
}

/// Formats the header element.
impl fmt::Display for Parameters {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(NAME)?;
        if self.server_no_context_takeover {
            f.write_str("; server_no_context_takeover")?;
        }
        if self.client_no_context_takeover {
            f.write_str("; client_no_context_takeover")?;
        }
        if let Some(bits) = self.server_max_window_bits {
            write!(f, "; server_max_window_bits={bits}")?;
        }
        match self.client_max_window_bits {
            None => Ok(()),
            Some(WindowBits::Any) => f.write_str("; client_max_window_bits"),
            Some(WindowBits::AtMost(bits)) => write!(f, "; client_max_window_bits={bits}"),
        }
    }
}

fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    inner.unwrap_or(value)
}

fn flag(flag: &mut bool, value: Option<&str>) -> Result<bool, &'static str> {
    if value.is_some() { Err("takes no value") } else { Ok(std::mem::replace(flag, true)) }
}

/// Parses a number from 8 to 15 without leading zeros (RFC 7692 section 7.1.2.1).
fn bits(value: Option<&str>) -> Result<u8, &'static str> {
    let number = value.filter(|value| !value.starts_with(['0', '+']));
    let number = number.and_then(|value| value.parse().ok());
    number
        .filter(|bits| (MIN_WINDOW_BITS..=MAX_WINDOW_BITS).contains(bits))
        .ok_or("needs a number from 8 to 15")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(element: &str) -> Result<Parameters, String> {
        Parameters::parse(element).unwrap()
    }

    #[test]
    fn parameters_survive_a_round_trip() {
        for element in [
            "permessage-deflate",
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover; \
             server_max_window_bits=8; client_max_window_bits=15",
        ] {
            assert_eq!(parse(element).unwrap().to_string(), element);
        }
        let spaced = parse("permessage-deflate;server_max_window_bits = \"10\"").unwrap();
        assert_eq!(spaced.server_max_window_bits, Some(10));
        assert_eq!(Parameters::parse("x-webkit-deflate-frame"), None);
    }

    #[test]
    fn every_invalid_parameter_is_rejected() {
        for wrong in [
            "server_max_window_bits",
            "server_max_window_bits=7",
            "server_max_window_bits=16",
            "server_max_window_bits=09",
            "client_max_window_bits=",
            "client_max_window_bits=ten",
            "server_no_context_takeover=1",
            "client_no_context_takeover; client_no_context_takeover",
            "server_max_window_bits=9; server_max_window_bits=9",
            "no_such_parameter",
            "",
        ] {
            let wrong = format!("permessage-deflate; {wrong}");
            assert!(parse(&wrong).is_err(), "{wrong}");
        }
    }
}
