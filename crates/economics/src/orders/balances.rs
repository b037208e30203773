//! What one currency's vault holds, and for whom.

use super::{Charge, Fees, OrderError, Outcome};

/// Base units in a vault that are spoken for. What it holds beyond them was given to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(
    feature = "anchor",
    derive(
        anchor_lang::AnchorSerialize,
        anchor_lang::AnchorDeserialize,
        anchor_lang::InitSpace,
        bytemuck::Pod,
        bytemuck::Zeroable,
    )
)]
#[repr(C)]
pub struct Balances {
    /// In orders.
    pub escrowed: u64,
    /// Could not be delivered, and waits for its payees.
    pub unclaimed: u64,
    /// Earned, and not swept yet.
    pub fees: u64,
    /// All fees swept so far.
    pub swept: u64,
}

impl Balances {
    /// A client pays in; some of the fees may be earned at once.
    ///
    /// # Errors
    /// `CostTooHigh`, `Overflow`.
    pub fn pay_in(&mut self, charge: Charge, earned: Fees) -> Result<(), OrderError> {
        let escrowed = charge.total()?.checked_sub(earned.total()).ok_or(OrderError::Overflow)?;
        let next = Self {
            escrowed: self.escrowed.checked_add(escrowed).ok_or(OrderError::Overflow)?,
            fees: self.fees.checked_add(earned.total()).ok_or(OrderError::Overflow)?,
            ..*self
        };
        *self = next;
        Ok(())
    }

    /// Money leaves an order.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn take_out(&mut self, outcome: &Outcome) -> Result<(), OrderError> {
        let next = Self {
            escrowed: self.escrowed.checked_sub(outcome.total()).ok_or(OrderError::Overflow)?,
            fees: self.fees.checked_add(outcome.fees.total()).ok_or(OrderError::Overflow)?,
            ..*self
        };
        *self = next;
        Ok(())
    }

    /// Some of what left an order stays in the vault for its payee.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn keep(&mut self, amount: u64) -> Result<(), OrderError> {
        self.unclaimed = self.unclaimed.checked_add(amount).ok_or(OrderError::Overflow)?;
        Ok(())
    }

    /// A payee takes what waited for it.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn deliver(&mut self, amount: u64) -> Result<(), OrderError> {
        self.unclaimed = self.unclaimed.checked_sub(amount).ok_or(OrderError::Overflow)?;
        Ok(())
    }

    /// Takes all fees earned since the last sweep.
    ///
    /// # Errors
    /// `NothingToSweep`; `Overflow` beyond 2^64 base units in all.
    pub fn sweep(&mut self) -> Result<u64, OrderError> {
        if self.fees == 0 {
            return Err(OrderError::NothingToSweep);
        }
        self.swept = self.swept.checked_add(self.fees).ok_or(OrderError::Overflow)?;
        Ok(core::mem::take(&mut self.fees))
    }
}
