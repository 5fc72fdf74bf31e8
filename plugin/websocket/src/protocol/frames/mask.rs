//! Masking (RFC 6455 section 5.3).

use super::header::MaskingKey;

/// A multiple of the key's length.
const PIECE: usize = 4096;

/// XORs with the key; the same operation unmasks.
#[inline]
pub(super) fn apply(bytes: &mut [u8], key: MaskingKey) {
    // Blocks of 32 bytes compile to wide instructions, with no need for alignment.
    let wide: [u8; 32] = std::array::from_fn(|at| key[at % 4]);
    let (blocks, rest) = bytes.as_chunks_mut::<32>();
    for block in blocks {
        (0..32).for_each(|at| block[at] ^= wide[at]);
    }
    rest.iter_mut().zip(wide).for_each(|(byte, key)| *byte ^= key);
}

/// Appends a masked copy, in pieces that are still in the cache when they are masked.
#[inline]
pub(super) fn append(out: &mut Vec<u8>, bytes: &[u8], key: MaskingKey) {
    for piece in bytes.chunks(PIECE) {
        let at = out.len();
        out.extend_from_slice(piece);
        apply(&mut out[at..], key);
    }
}

/// Returns the key for the bytes after the first `bytes`.
#[inline]
pub(super) fn after(mut key: MaskingKey, bytes: usize) -> MaskingKey {
    key.rotate_left(bytes % 4);
    key
}

/// Masking keys that the peer cannot predict (RFC 6455 section 10.3), generated several at a time.
#[derive(Debug, Default)]
pub(super) struct MaskingKeys {
    drawn: [MaskingKey; 16],
    left: usize,
}

impl MaskingKeys {
    /// Returns a fresh key.
    #[inline]
    pub(super) fn next(&mut self) -> MaskingKey {
        if self.left == 0 {
            rand::fill(self.drawn.as_flattened_mut());
            self.left = self.drawn.len();
        }
        self.left -= 1;
        self.drawn[self.left]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_masked_copy_continues_the_key_from_piece_to_piece() {
        let (plain, key) = (vec![0x5a; 3 * PIECE + 7], [1, 2, 3, 4]);
        let (mut copied, mut in_place) = (vec![9], plain.clone());
        append(&mut copied, &plain, key);
        apply(&mut in_place, key);
        assert_eq!(copied[1..], in_place);
    }

    #[test]
    fn each_byte_gets_its_part_of_the_key_wherever_the_bytes_are_cut() {
        let key = [0x12, 0x34, 0x56, 0x78];
        for length in 0..100 {
            let plain: Vec<u8> = (0..length).collect();
            let by_byte: Vec<u8> =
                plain.iter().enumerate().map(|(at, byte)| byte ^ key[at % 4]).collect();
            for cut in 0..=plain.len() {
                let mut masked = plain.clone();
                let (left, right) = masked.split_at_mut(cut);
                apply(left, key);
                apply(right, after(key, cut));
                assert_eq!(masked, by_byte);
            }
        }
    }
}
