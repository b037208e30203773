//! What anyone may do.

mod cancel_season;
mod claim_for;
mod close_page;
mod close_season;
mod fund;
mod open_page;
mod sweep;

pub use {cancel_season::*, claim_for::*, close_page::*, close_season::*, fund::*, open_page::*, sweep::*};
