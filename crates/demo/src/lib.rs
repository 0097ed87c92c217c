//! The demonstration: the shipped desks with people whose passwords are known, and a believable month of cases.
//!
//! It has no door of its own into the product: people, mails, calls and acts go through the use cases that every face
//! uses, with the moment as an argument.

mod month;
mod people;

pub use month::{Filled, MonthFault, Stretch, fill};
pub use people::{DESKS, PASSWORD, Person, SIGN_INS, prepare};
