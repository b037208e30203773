//! Money that could not be delivered.

use {
    crate::OrdersError,
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
    io_onchain::raw_account,
};

/// Money in one mint that waits for one payee.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct UnclaimedBalance {
    /// Layout of this account.
    pub version: u8,
    /// Fills the layout.
    pub padding: [u8; 7],
    /// Base units that wait.
    pub amount: u64,
    /// The wallet that alone may take it.
    pub payee: Pubkey,
    /// Mint of the money.
    pub mint: Pubkey,
    /// The wallet that paid the rent, and gets it back when the money is taken.
    pub opener: Pubkey,
}

/// An account that a caller may pass.
type Passed<'info> = Option<Box<Account<'info, UnclaimedBalance>>>;

raw_account!(UnclaimedBalance);

impl UnclaimedBalance {
    /// The layout that this code writes.
    pub const VERSION: u8 = 1;

    /// Two accounts that were passed, or were not.
    ///
    /// # Errors
    /// `DuplicateUnclaimedBalance`: read twice, one of them would be lost.
    pub fn pair<'a, 'info>(
        one: &'a mut Passed<'info>,
        other: &'a mut Passed<'info>,
    ) -> Result<[&'a mut Passed<'info>; 2]> {
        if let (Some(one), Some(other)) = (&one, &other) {
            require_keys_neq!(one.key(), other.key(), OrdersError::DuplicateUnclaimedBalance);
        }
        Ok([one, other])
    }
}
