//! Shared bytes with one owner record, whoever allocated them.
#![allow(unsafe_code)]

use abi_stable::StableAbi;
use std::alloc::{Layout, dealloc, handle_alloc_error};
use std::ops::{Deref, Range};
use std::sync::atomic::{AtomicUsize, Ordering, fence};

/// Immutable bytes that any number of values share; a clone and a slice count a reference.
///
/// The memory belongs to the side of the plugin boundary that allocated it, and is freed there.
#[repr(C)]
#[derive(StableAbi)]
pub struct Payload {
    data: *const u8,
    len: usize,
    /// Null for bytes that live forever.
    owner: *const Owner,
}

/// Counts the payloads that share one allocation, and frees it.
#[repr(C)]
#[derive(StableAbi)]
struct Owner {
    count: AtomicUsize,
    free: extern "C" fn(*const Owner),
}

/// An owner record in front of a Rust value that holds the bytes.
#[repr(C)]
struct OwnerOf<T> {
    owner: Owner,
    value: T,
}

/// An owner record in front of the bytes themselves.
#[repr(C)]
struct CopyHeader {
    owner: Owner,
    len: usize,
}

// SAFETY: the bytes are immutable while any payload looks at them, and the count is atomic.
unsafe impl Send for Payload {}
// SAFETY: as above; shared access only reads.
unsafe impl Sync for Payload {}

impl Payload {
    /// Bytes that live forever: nothing is counted or freed.
    #[must_use]
    pub const fn from_static(bytes: &'static [u8]) -> Self {
        Self { data: bytes.as_ptr(), len: bytes.len(), owner: std::ptr::null() }
    }

    /// A copy of `bytes`, in one allocation.
    #[must_use]
    pub fn copy_from(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::default();
        }
        let layout = copy_layout(bytes.len());
        // SAFETY: the layout is never empty, the header is written before use, and the bytes fit behind it.
        unsafe {
            let header = std::alloc::alloc(layout).cast::<CopyHeader>();
            if header.is_null() {
                handle_alloc_error(layout);
            }
            let owner = Owner { count: AtomicUsize::new(1), free: free_copy };
            header.write(CopyHeader { owner, len: bytes.len() });
            let data = header.add(1).cast::<u8>();
            data.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            Self { data, len: bytes.len(), owner: header.cast::<Owner>() }
        }
    }

    /// The bytes that `value` holds, without a copy; `value` is dropped with the last payload.
    #[must_use]
    pub fn from_owner<T: AsRef<[u8]> + Send + Sync + 'static>(value: T) -> Self {
        let owner = Owner { count: AtomicUsize::new(1), free: free_owner_of::<T> };
        let boxed = Box::leak(Box::new(OwnerOf { owner, value }));
        let bytes = boxed.value.as_ref();
        let (data, len) = (bytes.as_ptr(), bytes.len());
        Self { data, len, owner: std::ptr::from_mut(boxed).cast::<Owner>() }
    }

    /// The bytes.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        // SAFETY: the constructors give `len` readable bytes that live as long as `owner` is counted.
        unsafe { std::slice::from_raw_parts(self.data, self.len) }
    }

    /// A part of the same memory.
    ///
    /// # Panics
    /// When `range` is not within the bytes.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Self {
        let data = self.as_slice()[range.clone()].as_ptr();
        let whole = self.clone();
        let part = Self { data, len: range.len(), owner: whole.owner };
        std::mem::forget(whole);
        part
    }
}

fn copy_layout(len: usize) -> Layout {
    let header = Layout::new::<CopyHeader>();
    match Layout::array::<u8>(len).and_then(|bytes| header.extend(bytes)) {
        Ok((layout, _)) => layout,
        // A slice is never longer than `isize::MAX`, so only its header can be too much.
        Err(_) => handle_alloc_error(header),
    }
}

extern "C" fn free_copy(owner: *const Owner) {
    let header = owner.cast::<CopyHeader>().cast_mut();
    // SAFETY: `copy_from` made this header with the layout of its `len`, and the last payload is gone.
    unsafe { dealloc(header.cast::<u8>(), copy_layout((*header).len)) }
}

extern "C" fn free_owner_of<T>(owner: *const Owner) {
    // SAFETY: `from_owner::<T>` leaked this box, and the last payload is gone.
    drop(unsafe { Box::from_raw(owner.cast::<OwnerOf<T>>().cast_mut()) });
}

impl Default for Payload {
    fn default() -> Self {
        Self::from_static(&[])
    }
}

impl Clone for Payload {
    fn clone(&self) -> Self {
        // SAFETY: an owner outlives every payload that points at it. Relaxed, as in `Arc`: a new reference
        // can only be made from an existing one.
        if let Some(owner) = unsafe { self.owner.as_ref() } {
            owner.count.fetch_add(1, Ordering::Relaxed);
        }
        Self { data: self.data, len: self.len, owner: self.owner }
    }
}

impl Drop for Payload {
    fn drop(&mut self) {
        // SAFETY: an owner outlives every payload that points at it.
        let Some(owner) = (unsafe { self.owner.as_ref() }) else { return };
        if owner.count.fetch_sub(1, Ordering::Release) == 1 {
            // The other holders' reads happen before the memory goes.
            fence(Ordering::Acquire);
            (owner.free)(self.owner);
        }
    }
}

impl Deref for Payload {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl AsRef<[u8]> for Payload {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn an_owner_is_dropped_with_its_last_payload() {
        let alive = Arc::new([1_u8, 2, 3]);
        struct Bytes(Arc<[u8; 3]>);
        impl AsRef<[u8]> for Bytes {
            fn as_ref(&self) -> &[u8] {
                &*self.0
            }
        }
        let whole = Payload::from_owner(Bytes(alive.clone()));
        let part = whole.slice(1..3);
        drop(whole);
        assert_eq!((&*part, Arc::strong_count(&alive)), (&[2, 3][..], 2));
        drop(part);
        assert_eq!(Arc::strong_count(&alive), 1);
    }

    #[test]
    fn a_copy_is_its_own_memory() {
        let mut bytes = vec![7_u8; 1000];
        let copy = Payload::copy_from(&bytes);
        bytes.fill(0);
        assert_eq!(&*copy.clone(), &[7_u8; 1000][..]);
    }
}
