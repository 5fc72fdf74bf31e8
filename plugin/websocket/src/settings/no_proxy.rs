//! `NO_PROXY`, as Go and curl read it.

use std::borrow::Cow;
use std::net::IpAddr;
use url::Host;

/// Returns whether one of these patterns matches this host and port.
pub(crate) fn is_exempt<'a>(
    patterns: impl IntoIterator<Item = &'a str>,
    host: &str,
    port: u16,
) -> bool {
    patterns.into_iter().any(|pattern| matches(pattern, host, port))
}

/// Returns whether this is a valid pattern.
pub(crate) fn is_pattern(pattern: &str) -> bool {
    let (name, _) = split_port(pattern.strip_prefix("*.").unwrap_or(pattern));
    let fine = |c: char| c.is_alphanumeric() || "-._".contains(c);
    let is_name = !name.is_empty() && name.chars().all(fine);
    name == "*" || is_name || name.parse::<IpAddr>().is_ok() || network(name).is_some()
}

fn matches(pattern: &str, host: &str, port: u16) -> bool {
    let (pattern, only) = split_port(pattern);
    if pattern.is_empty() || only.is_some_and(|only| only != port) {
        return false;
    }
    let (pattern, host) = (pattern.to_ascii_lowercase(), host.to_ascii_lowercase());
    if let Ok(address) = host.parse::<IpAddr>() {
        let is_it = pattern.parse() == Ok(address);
        let in_it = network(&pattern).is_some_and(|network| network.holds(address));
        return pattern == "*" || is_it || in_it;
    }
    let (pattern, host) = (pattern.trim_end_matches('.'), host.trim_end_matches('.'));
    let name = pattern.trim_start_matches("*.").trim_start_matches('.');
    let suffix = to_ascii(name);
    let is_it = name.len() == pattern.len() && suffix == host;
    let below = host.strip_suffix(&*suffix).is_some_and(|before| before.ends_with('.'));
    pattern == "*" || is_it || below
}

/// The name as it is in urls and in the DNS (IDNA).
fn to_ascii(name: &str) -> Cow<'_, str> {
    match name.is_ascii() {
        true => name.into(),
        false => Host::parse(name).map_or(name.into(), |host| host.to_string().into()),
    }
}

/// Splits off the port of a pattern; an IPv6 address with a port is in brackets.
fn split_port(pattern: &str) -> (&str, Option<u16>) {
    if let Some(rest) = pattern.strip_prefix('[') {
        let (address, port) = rest.split_once(']').unwrap_or((rest, ""));
        return (address, port.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match pattern.split_once(':') {
        Some((name, port)) if !port.contains(':') => match port.parse() {
            Ok(port) => (name, Some(port)),
            Err(_) => (pattern, None),
        },
        _ => (pattern, None),
    }
}

/// A block of addresses (RFC 4632).
struct Network {
    address: IpAddr,
    bits: u32,
}

fn network(text: &str) -> Option<Network> {
    let (address, bits) = text.split_once('/')?;
    let (address, bits) = (address.parse::<IpAddr>().ok()?, bits.parse().ok()?);
    (bits <= if address.is_ipv4() { 32 } else { 128 }).then_some(Network { address, bits })
}

impl Network {
    fn holds(&self, other: IpAddr) -> bool {
        let same = |one: u128, other: u128, width: u32| {
            let dropped = width - self.bits;
            one.checked_shr(dropped) == other.checked_shr(dropped)
        };
        match (self.address, other) {
            (IpAddr::V4(one), IpAddr::V4(other)) => {
                same(one.to_bits().into(), other.to_bits().into(), 32)
            }
            (IpAddr::V6(one), IpAddr::V6(other)) => same(one.to_bits(), other.to_bits(), 128),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_hosts() {
        for (pattern, host, port, expected) in [
            ("a.test", "a.test", 1, true),
            ("a.test", "B.A.test", 1, true),
            ("a.test", "ba.test", 1, false),
            (".a.test", "b.a.test", 1, true),
            (".a.test", "a.test", 1, false),
            ("*.a.test", "b.a.test", 1, true),
            ("a.test:2", "a.test", 1, false),
            ("a.test:2", "a.test", 2, true),
            ("10.0.0.0/8", "10.9.9.9", 1, true),
            ("10.0.0.0/8", "11.0.0.1", 1, false),
            ("0.0.0.0/0", "11.0.0.1", 1, true),
            ("fd00::/8", "fd12::1", 1, true),
            ("::/0", "fd12::1", 1, true),
            ("::1", "::1", 1, true),
            ("[::1]:2", "::1", 1, false),
            ("[::1]:2", "::1", 2, true),
            ("1.2.3.4", "1.2.3.4", 1, true),
            ("2.3.4", "1.2.3.4", 1, false),
            ("Bücher.example", "xn--bcher-kva.example", 1, true),
            (".bücher.example:2", "a.xn--bcher-kva.example", 2, true),
            (".bücher.example", "xn--bcher-kva.example", 1, false),
            ("*", "anything", 1, true),
            ("", "a", 1, false),
        ] {
            assert_eq!(matches(pattern, host, port), expected, "{pattern} {host}");
            assert_eq!(is_pattern(pattern), !pattern.is_empty(), "{pattern}");
        }
        for bad in ["a b", "http://a", "10.0.0.0/33", "a,b"] {
            assert!(!is_pattern(bad), "{bad}");
        }
    }
}
