//! A library that has nothing to do with Pulsewire.

/// What some other program wants of it.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> i32 {
    42
}
