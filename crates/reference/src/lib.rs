//! The rules once more, in exact rational arithmetic, written from the definitions and not from the
//! code: what tests and the demo compare the programs with.

pub mod buyback;
pub mod emission;
