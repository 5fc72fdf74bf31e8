//! Shared bytes with one owner record, whoever allocated them.
#![allow(unsafe_code)]

use abi_stable::StableAbi;
use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::ops::{Deref, Range};
use std::ptr;
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
    /// Null for memory that cannot grow.
    room: *const Room,
}

/// Memory behind the bytes of an allocation that [`Payload::append`] made.
#[repr(C)]
#[derive(StableAbi)]
struct Room {
    start: *mut u8,
    capacity: usize,
    /// The bytes from here on belong to the payload that moves it.
    used: AtomicUsize,
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

/// An owner record in front of bytes that can grow.
#[repr(C)]
struct GrowingHeader {
    owner: Owner,
    room: Room,
}

// SAFETY: the bytes are immutable while any payload looks at them, and the count is atomic.
unsafe impl Send for Payload {}
// SAFETY: as above; shared access only reads.
unsafe impl Sync for Payload {}

impl Payload {
    /// Bytes that live forever: nothing is counted or freed.
    #[must_use]
    pub const fn from_static(bytes: &'static [u8]) -> Self {
        Self { data: bytes.as_ptr(), len: bytes.len(), owner: ptr::null() }
    }

    /// A copy of `bytes`, in one allocation.
    #[must_use]
    pub fn copy_from(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::default();
        }
        let layout = layout_behind::<CopyHeader>(bytes.len());
        // SAFETY: the layout is never empty, the header is written before use, and the bytes fit behind it.
        unsafe {
            let header = alloc(layout).cast::<CopyHeader>();
            if header.is_null() {
                handle_alloc_error(layout);
            }
            let owner = Owner { count: AtomicUsize::new(1), free: free_copy, room: ptr::null() };
            header.write(CopyHeader { owner, len: bytes.len() });
            let data = header.add(1).cast::<u8>();
            data.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            Self { data, len: bytes.len(), owner: header.cast::<Owner>() }
        }
    }

    /// The bytes that `value` holds, without a copy; `value` is dropped with the last payload.
    #[must_use]
    pub fn from_owner<T: AsRef<[u8]> + Send + Sync + 'static>(value: T) -> Self {
        let free = free_owner_of::<T>;
        let owner = Owner { count: AtomicUsize::new(1), free, room: ptr::null() };
        let boxed = Box::leak(Box::new(OwnerOf { owner, value }));
        let bytes = boxed.value.as_ref();
        let (data, len) = (bytes.as_ptr(), bytes.len());
        Self { data, len, owner: ptr::from_mut(boxed).cast::<Owner>() }
    }

    /// These bytes and `parts` behind them.
    ///
    /// Appending to the result again and again copies only what is added: it goes behind the bytes in the same memory,
    /// where other holders do not look, unless another payload has grown there first.
    #[must_use]
    pub fn append<'a>(&self, parts: impl Iterator<Item = &'a [u8]> + Clone) -> Self {
        let sum = |sum: usize, part: &[u8]| sum.saturating_add(part.len());
        let more = parts.clone().fold(0, sum);
        if more == 0 {
            return self.clone();
        }
        let mut longer = if self.claim(more) { self.clone() } else { self.with_room(more) };
        let end = longer.len.saturating_add(more);
        for part in parts.filter(|part| !part.is_empty()) {
            // Only if the iterator gives more than before.
            if part.len() > end - longer.len {
                break;
            }
            // SAFETY: the bytes from `len` to `end` are within the allocation, and belong to this payload alone.
            unsafe {
                let place = longer.data.add(longer.len).cast_mut();
                place.copy_from_nonoverlapping(part.as_ptr(), part.len());
            }
            longer.len += part.len();
        }
        longer
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

    /// Takes the memory behind these bytes. False when there is too little, or another payload took it.
    fn claim(&self, more: usize) -> bool {
        let Some(room) = self.room() else { return false };
        let end = self.end_in(room);
        let claimed = end.checked_add(more).filter(|end| *end <= room.capacity);
        // Relaxed: only one can succeed, and nobody reads what is written there but through the result.
        let take = |claimed| {
            room.used.compare_exchange(end, claimed, Ordering::Relaxed, Ordering::Relaxed)
        };
        claimed.is_some_and(|claimed| take(claimed).is_ok())
    }

    /// A copy with at least so much room behind it, which belongs to the copy. What grows for the second time gets
    /// more, so that all the copies together are no longer than twice the result.
    fn with_room(&self, more: usize) -> Self {
        let total = self.len.saturating_add(more);
        let grows = |room: &Room| room.used.load(Ordering::Relaxed) == self.end_in(room);
        let again = self.room().is_some_and(grows);
        let capacity = if again { total.saturating_mul(2) } else { total };
        let layout = layout_behind::<GrowingHeader>(capacity);
        // SAFETY: the layout is never empty, the header is written before use, and the bytes fit behind it.
        unsafe {
            let header = alloc(layout).cast::<GrowingHeader>();
            if header.is_null() {
                handle_alloc_error(layout);
            }
            let start = header.add(1).cast::<u8>();
            let room = &raw const (*header).room;
            let owner = Owner { count: AtomicUsize::new(1), free: free_growing, room };
            let room = Room { start, capacity, used: AtomicUsize::new(total) };
            header.write(GrowingHeader { owner, room });
            start.copy_from_nonoverlapping(self.data, self.len);
            Self { data: start, len: self.len, owner: header.cast::<Owner>() }
        }
    }

    fn room(&self) -> Option<&Room> {
        // SAFETY: an owner outlives every payload that points at it, and its room is a part of the same allocation.
        unsafe { self.owner.as_ref().and_then(|owner| owner.room.as_ref()) }
    }

    fn end_in(&self, room: &Room) -> usize {
        self.data as usize + self.len - room.start as usize
    }
}

/// Of an allocation with a header and so many bytes.
fn layout_behind<H>(len: usize) -> Layout {
    let header = Layout::new::<H>();
    match Layout::array::<u8>(len).and_then(|bytes| header.extend(bytes)) {
        Ok((layout, _)) => layout,
        // More than `isize::MAX`: no allocator has that.
        Err(_) => handle_alloc_error(header),
    }
}

extern "C" fn free_copy(owner: *const Owner) {
    let header = owner.cast::<CopyHeader>().cast_mut();
    // SAFETY: `copy_from` made this header with the layout of its `len`, and the last payload is gone.
    unsafe { dealloc(header.cast::<u8>(), layout_behind::<CopyHeader>((*header).len)) }
}

extern "C" fn free_growing(owner: *const Owner) {
    let header = owner.cast::<GrowingHeader>().cast_mut();
    // SAFETY: `with_room` made this header with the layout of its capacity, and the last payload is gone.
    unsafe {
        dealloc(header.cast::<u8>(), layout_behind::<GrowingHeader>((*header).room.capacity));
    }
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
mod tests;
