//! A DEFLATE reader (RFC 1951) that checks only distances.

pub(super) struct Window {
    size: usize,
    pub(super) farthest: usize,
}

struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Bits<'_> {
    fn take(&mut self, count: usize) -> usize {
        (0..count).fold(0, |sum, bit| {
            let (byte, shift) = (self.at / 8, self.at % 8);
            self.at += 1;
            sum | usize::from(self.bytes.get(byte).copied().unwrap_or(0) >> shift & 1) << bit
        })
    }

    fn symbol(&mut self, code: &[(u8, u16, usize)]) -> usize {
        let (mut length, mut word) = (0, 0);
        loop {
            word = word << 1 | self.take(1) as u16;
            length += 1;
            assert!(length <= 15, "no such code");
            if let Some(found) = code.iter().find(|it| (it.0, it.1) == (length, word)) {
                return found.2;
            }
        }
    }
}

/// Builds code words from their lengths (section 3.2.2).
fn code(lengths: &[u8]) -> Vec<(u8, u16, usize)> {
    let (mut code, mut next) = (Vec::new(), 0);
    for length in 1..=15 {
        for (symbol, _) in lengths.iter().enumerate().filter(|(_, it)| **it == length) {
            code.push((length, next, symbol));
            next += 1;
        }
        next <<= 1;
    }
    code
}

impl Window {
    pub(super) fn new(size: usize) -> Self {
        Self { size, farthest: 0 }
    }

    /// Reads a message without its tail.
    pub(super) fn check(&mut self, message: &[u8]) {
        let mut bits = Bits { bytes: message, at: 0 };
        while bits.at / 8 < message.len() {
            bits.take(1);
            match bits.take(2) {
                0 => {
                    bits.at = bits.at.next_multiple_of(8);
                    let length = bits.take(16);
                    bits.at += 16 + 8 * length;
                }
                1 => {
                    let fixed = |at| match at {
                        0..=143 | 280.. => 8,
                        144..=255 => 9,
                        _ => 7,
                    };
                    self.block(
                        &mut bits,
                        &code(&(0..288).map(fixed).collect::<Vec<_>>()),
                        &code(&[5; 30]),
                    );
                }
                _ => {
                    let (literals, distances) = trees(&mut bits);
                    self.block(&mut bits, &literals, &distances);
                }
            }
        }
    }

    fn block(
        &mut self,
        bits: &mut Bits<'_>,
        literals: &[(u8, u16, usize)],
        distances: &[(u8, u16, usize)],
    ) {
        loop {
            match bits.symbol(literals) {
                0..256 => {}
                256 => return,
                length => {
                    bits.take(if (265..285).contains(&length) { (length - 261) / 4 } else { 0 });
                    let symbol = bits.symbol(distances);
                    let extra = (symbol / 2).saturating_sub(1);
                    let base =
                        if symbol < 4 { symbol + 1 } else { ((symbol % 2 + 2) << extra) + 1 };
                    let distance = base + bits.take(extra);
                    assert!(distance <= self.size, "{distance} in a window of {}", self.size);
                    self.farthest = self.farthest.max(distance);
                }
            }
        }
    }
}

type Code = Vec<(u8, u16, usize)>;

/// Section 3.2.7.
fn trees(bits: &mut Bits<'_>) -> (Code, Code) {
    const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
    let (literals, distances, lengths) = (bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4);
    let mut of_lengths = [0; 19];
    ORDER[..lengths].iter().for_each(|at| of_lengths[*at] = bits.take(3) as u8);
    let of_lengths = code(&of_lengths);
    let mut all: Vec<u8> = Vec::new();
    while all.len() < literals + distances {
        let (value, count) = match bits.symbol(&of_lengths) {
            16 => (all[all.len() - 1], bits.take(2) + 3),
            17 => (0, bits.take(3) + 3),
            18 => (0, bits.take(7) + 11),
            length => (length as u8, 1),
        };
        all.extend(std::iter::repeat_n(value, count));
    }
    (code(&all[..literals]), code(&all[literals..]))
}
