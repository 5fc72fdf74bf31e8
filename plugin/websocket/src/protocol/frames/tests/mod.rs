//! Both ends in memory, and bytes by hand.

mod pipe;
mod reading;
mod round_trips;
mod writing;
