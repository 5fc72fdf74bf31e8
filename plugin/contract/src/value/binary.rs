use super::Payload;
use abi_stable::StableAbi;
use std::fmt;
use std::ops::Deref;

/// Shared bytes as a value.
#[repr(transparent)]
#[derive(StableAbi, Clone, Default)]
pub struct Binary(Payload);

impl Binary {
    /// These bytes and `parts` behind them. Appending to the result again copies only what is added; see
    /// [`Payload::append`].
    #[must_use]
    pub fn append<'a>(&self, parts: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        Self(self.0.append(parts))
    }

    /// The bytes, sharing their memory.
    #[must_use]
    pub fn into_payload(self) -> Payload {
        self.0
    }
}

impl From<Payload> for Binary {
    fn from(payload: Payload) -> Self {
        Self(payload)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(Payload::copy_from(bytes))
    }
}

impl Deref for Binary {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl PartialEq for Binary {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Binary {}

/// Two hexadecimal digits a byte, lower case.
impl fmt::Display for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "0x{self}")
    }
}
