//! Compressors and decompressors shared by the connections on a thread. Each is as large as hundreds of idle
//! connections, so only a connection with context takeover has its own.

use super::TAIL;
use flate2::{Compress, Compression, Decompress, FlushCompress};
use std::cell::RefCell;

/// The number of unused engines of each kind that a thread keeps.
const MAX_UNUSED: usize = 4;

/// A compressor can be reused only with the same level and window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tuning {
    pub(super) level: u32,
    pub(super) window_bits: u8,
}

thread_local! {
    static DEFLATERS: RefCell<Vec<(Tuning, Compress)>> = const { RefCell::new(Vec::new()) };
    static INFLATERS: RefCell<Vec<Decompress>> = const { RefCell::new(Vec::new()) };
}

/// Returns a compressor without context.
pub(super) fn deflater(tuning: Tuning) -> Compress {
    let pooled = DEFLATERS.try_with(|unused| {
        let mut unused = unused.borrow_mut();
        let at = unused.iter().position(|(one, _)| *one == tuning)?;
        Some(unused.swap_remove(at).1)
    });
    pooled.ok().flatten().unwrap_or_else(|| {
        // zlib has no window of 2^8 bytes. With one of 2^9 it looks back at most 250 bytes.
        let bits = tuning.window_bits.max(9);
        Compress::new_with_window_bits(Compression::new(tuning.level), false, bits)
    })
}

/// Compresses a message without context; `None` if that does not make it smaller.
pub(super) fn deflate_without_context(tuning: Tuning, message: &[u8]) -> Option<Vec<u8>> {
    let mut engine = deflater(tuning);
    let deflated = deflate(&mut engine, message);
    return_deflater(tuning, engine);
    deflated.filter(|deflated| deflated.len() < message.len())
}

/// Compresses a message (RFC 7692 section 7.2.1).
pub(super) fn deflate(engine: &mut Compress, mut message: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(message.len() / 2 + 64);
    loop {
        let before = engine.total_in();
        engine.compress_vec(message, &mut out, FlushCompress::Sync).ok()?;
        // At most the length of a slice.
        message = &message[(engine.total_in() - before) as usize..];
        if message.is_empty() && out.len() < out.capacity() {
            break;
        }
        out.reserve(out.len().max(64));
    }
    let length = out.strip_suffix(&TAIL)?.len();
    out.truncate(length);
    Some(out)
}

fn return_deflater(tuning: Tuning, mut engine: Compress) {
    engine.reset();
    let _ = DEFLATERS.try_with(|unused| {
        let mut unused = unused.borrow_mut();
        if unused.len() == MAX_UNUSED {
            unused.remove(0);
        }
        unused.push((tuning, engine));
    });
}

/// Returns a decompressor without context. It has the largest window, which suits whatever the peer uses.
pub(super) fn inflater() -> Decompress {
    let pooled = INFLATERS.try_with(|unused| unused.borrow_mut().pop());
    pooled.ok().flatten().unwrap_or_else(|| Decompress::new(false))
}

pub(super) fn return_inflater(mut engine: Decompress) {
    engine.reset(false);
    let _ = INFLATERS.try_with(|unused| {
        let mut unused = unused.borrow_mut();
        if unused.len() < MAX_UNUSED {
            unused.push(engine);
        }
    });
}
