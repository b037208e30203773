//! The error that a transaction must be refused with. Every program of the suite counts its own from the same number, so
//! that a number alone does not tell whose it is.

use {
    crate::Failure,
    anchor_lang::{error::ERROR_CODE_OFFSET, prelude::Pubkey},
    io_addresses::{buyback, emission, orders, staking},
    io_client::{buyback::BuybackError, emission::EmissionError, orders::OrdersError, staking::StakingError},
};

/// An error of a program of the suite, or a number of the runtime's, Anchor's or the token program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    code: u32,
    /// Whose error it is; none for a number that means the same everywhere.
    program: Option<Pubkey>,
}

impl Refusal {
    /// Whether it is why a transaction failed.
    pub fn is(&self, failure: &Failure) -> bool {
        failure.code() == Some(self.code) && (self.program.is_none() || self.program == failure.program())
    }
}

/// # Panics
/// If it is a number that several programs use: pass the error itself.
impl From<u32> for Refusal {
    fn from(code: u32) -> Self {
        assert!(code < ERROR_CODE_OFFSET, "{code} is an error of any program: name it");
        Self { code, program: None }
    }
}

impl From<EmissionError> for Refusal {
    fn from(error: EmissionError) -> Self {
        Self { code: error.into(), program: Some(emission::ID) }
    }
}

impl From<StakingError> for Refusal {
    fn from(error: StakingError) -> Self {
        Self { code: error.into(), program: Some(staking::ID) }
    }
}

impl From<OrdersError> for Refusal {
    fn from(error: OrdersError) -> Self {
        Self { code: error.into(), program: Some(orders::ID) }
    }
}

impl From<BuybackError> for Refusal {
    fn from(error: BuybackError) -> Self {
        Self { code: error.into(), program: Some(buyback::ID) }
    }
}
