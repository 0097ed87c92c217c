//! Desk files through the crate's face.

mod faults;
mod shipped;
