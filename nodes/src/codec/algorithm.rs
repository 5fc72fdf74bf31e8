//! The algorithms of Hash and HMAC.

use hmac::{Hmac, KeyInit, Mac};
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// A cryptographic hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    Sha512,
}

impl Algorithm {
    /// The default first.
    pub(super) const WORDS: [&str; 4] = ["sha256", "sha512", "sha1", "md5"];

    pub(super) fn of(word: &str) -> Self {
        match word {
            "md5" => Self::Md5,
            "sha1" => Self::Sha1,
            "sha512" => Self::Sha512,
            _ => Self::Sha256,
        }
    }

    pub(super) fn hash(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => Md5::digest(bytes).to_vec(),
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
        }
    }

    /// The HMAC (RFC 2104) of bytes with a key of any length.
    pub(super) fn hmac(self, key: &[u8], bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md5 => mac::<Hmac<Md5>>(key, bytes),
            Self::Sha1 => mac::<Hmac<Sha1>>(key, bytes),
            Self::Sha256 => mac::<Hmac<Sha256>>(key, bytes),
            Self::Sha512 => mac::<Hmac<Sha512>>(key, bytes),
        }
    }
}

/// An HMAC takes keys of every length.
fn mac<M: Mac + KeyInit>(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    <M as KeyInit>::new_from_slice(key)
        .map(|mac| mac.chain_update(bytes).finalize().into_bytes().to_vec())
        .unwrap_or_default()
}
