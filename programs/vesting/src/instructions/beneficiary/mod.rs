//! What a beneficiary does.

mod accept_beneficiary;
mod propose_beneficiary;

pub use {accept_beneficiary::*, propose_beneficiary::*};
