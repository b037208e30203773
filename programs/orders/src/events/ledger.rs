//! Vaults, their fees, and money that waits for its payee.

use {anchor_lang::prelude::*, io_economics::orders::Currency};

/// Somebody has created the ledger and the vault of a currency.
#[event]
pub struct LedgerOpened {
    /// The currency.
    pub currency: Currency,
    /// Mint of the currency.
    pub mint: Pubkey,
    /// Token account that holds what orders in this currency pay in.
    pub vault: Pubkey,
}

/// Somebody has opened an account for money that a payee's token account cannot take.
#[event]
pub struct UnclaimedOpened {
    /// The payee, who alone may take what is credited.
    pub payee: Pubkey,
    /// Mint of the money.
    pub mint: Pubkey,
    /// The wallet that paid the rent and gets it back.
    pub opener: Pubkey,
}

/// Money that could not be delivered was credited to its payee.
#[event]
pub struct UnclaimedCredited {
    /// The payee.
    pub payee: Pubkey,
    /// Mint of the money.
    pub mint: Pubkey,
    /// Base units credited.
    pub amount: u64,
}

/// A payee has taken its unclaimed balance.
#[event]
pub struct UnclaimedTaken {
    /// The payee.
    pub payee: Pubkey,
    /// Mint of the money.
    pub mint: Pubkey,
    /// Base units taken.
    pub amount: u64,
}

/// A payee's unclaimed balance was delivered to its associated token account.
#[event]
pub struct UnclaimedDelivered {
    /// The payee.
    pub payee: Pubkey,
    /// Mint of the money.
    pub mint: Pubkey,
    /// Base units delivered.
    pub amount: u64,
}

/// Earned fees were sent to buyback.
#[event]
pub struct FeesSwept {
    /// Mint of the fees.
    pub mint: Pubkey,
    /// Base units sent.
    pub amount: u64,
}
