use super::header::Key;
use super::mask;

/// A data frame of which not everything is here.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) left: u64,
    pub(super) key: Option<Key>,
    pub(super) is_final: bool,
}

impl Frame {
    /// Takes note of the next bytes of the payload, and unmasks them.
    pub(super) fn unmask(&mut self, bytes: &mut [u8]) {
        self.left -= bytes.len() as u64;
        if let Some(key) = &mut self.key {
            mask::apply(bytes, *key);
            *key = mask::after(*key, bytes.len());
        }
    }
}
