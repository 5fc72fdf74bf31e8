use super::Payload;
use abi_stable::StableAbi;
use std::fmt;
use std::ops::Deref;

/// Shared UTF-8 text.
#[repr(transparent)]
#[derive(StableAbi, Clone, Default)]
pub struct Text(Payload);

impl Text {
    /// Text that lives forever: nothing is counted or freed.
    #[must_use]
    pub const fn from_static(text: &'static str) -> Self {
        Self(Payload::from_static(text.as_bytes()))
    }

    /// The text that `value` holds, without a copy.
    #[must_use]
    pub fn from_owner<T: AsRef<str> + Send + Sync + 'static>(value: T) -> Self {
        Self(Payload::from_owner(StrBytes(value)))
    }

    /// The text in `payload`, without a copy.
    ///
    /// # Errors
    /// When the bytes are not UTF-8.
    pub fn from_payload(payload: Payload) -> Result<Self, std::str::Utf8Error> {
        // The fast check does not say what is wrong.
        if simdutf8::basic::from_utf8(&payload).is_err() {
            std::str::from_utf8(&payload)?;
        }
        Ok(Self(payload))
    }

    /// The text.
    #[must_use]
    #[allow(unsafe_code)]
    pub fn as_str(&self) -> &str {
        // SAFETY: every constructor takes `str`s or checks, and a payload never changes.
        unsafe { std::str::from_utf8_unchecked(&self.0) }
    }

    /// This text and `parts` behind it. Appending to the result again copies only what is added; see
    /// [`Payload::append`].
    #[must_use]
    pub fn append<'a>(&self, parts: impl Iterator<Item = &'a str> + Clone) -> Self {
        // A payload takes whole parts only, so it stays UTF-8.
        Self(self.0.append(parts.map(str::as_bytes)))
    }

    /// The bytes of the text, sharing its memory.
    #[must_use]
    pub fn into_payload(self) -> Payload {
        self.0
    }
}

/// Lends the bytes of something that holds text.
struct StrBytes<T>(T);

impl<T: AsRef<str>> AsRef<[u8]> for StrBytes<T> {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().as_bytes()
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Payload::copy_from(text.as_bytes()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}
