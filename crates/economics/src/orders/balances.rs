//! What one currency's vault holds, and for whom.

use super::{Charge, OrderError, Outcome};

/// How the money in a vault is shared among owners. What it holds beyond that was donated.
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
    /// Base units in orders.
    pub escrowed: u64,
    /// Base units that could not be delivered and wait for their payees.
    pub unclaimed: u64,
    /// Base units that clients have deposited to dispute, and operators with bids.
    pub bonds: u64,
    /// Base units of fees earned and not swept yet.
    pub fees: u64,
    /// Base units of fees swept so far.
    pub swept: u64,
}

impl Balances {
    /// A client pays in.
    ///
    /// # Errors
    /// `CostTooHigh`, `Overflow`.
    pub fn pay_in(&mut self, charge: Charge) -> Result<(), OrderError> {
        self.escrowed = self.escrowed.checked_add(charge.total()?).ok_or(OrderError::Overflow)?;
        Ok(())
    }

    /// A client deposits the bond of a dispute, or an operator that of a bid.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn bond(&mut self, amount: u64) -> Result<(), OrderError> {
        self.bonds = self.bonds.checked_add(amount).ok_or(OrderError::Overflow)?;
        Ok(())
    }

    /// The bond of a bid leaves.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn release_bond(&mut self, amount: u64) -> Result<(), OrderError> {
        self.bonds = self.bonds.checked_sub(amount).ok_or(OrderError::Overflow)?;
        Ok(())
    }

    /// Money leaves an order, and its bond if there is one.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn take_out(&mut self, outcome: &Outcome) -> Result<(), OrderError> {
        let Outcome { bond_returned, bond_forfeited, .. } = *outcome;
        let bond = bond_returned.checked_add(bond_forfeited).ok_or(OrderError::Overflow)?;
        let earned = outcome.fees.total().checked_add(bond_forfeited).ok_or(OrderError::Overflow)?;
        let next = Self {
            escrowed: self.escrowed.checked_sub(outcome.total()).ok_or(OrderError::Overflow)?,
            bonds: self.bonds.checked_sub(bond).ok_or(OrderError::Overflow)?,
            fees: self.fees.checked_add(earned).ok_or(OrderError::Overflow)?,
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

    /// What waited for a payee is paid to it.
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
