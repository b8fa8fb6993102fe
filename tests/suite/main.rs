//! The one test binary: a module per room.

mod balance;
mod between_schools;
mod intake;
