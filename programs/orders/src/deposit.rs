//! Money on its way into a vault.

use {
    crate::{Ledger, OrdersError},
    anchor_lang::prelude::*,
    io_onchain::{token_view, vaults},
};

/// Moves `amount` base units from `source`, a token account of `payer`'s own, to the vault of
/// `ledger`.
///
/// What the token program would refuse by a bare number is named here.
///
/// # Errors
/// `WrongSource`, `SourceFrozen`, `NotEnoughFunds`, `VaultFrozen`.
pub fn pay_in<'info>(
    ledger: &Ledger,
    vault: &AccountInfo<'info>,
    payer: &Signer<'info>,
    source: &AccountInfo<'info>,
    amount: u64,
) -> Result<()> {
    if !token_view::takes(source, &ledger.mint, payer.key) {
        require!(!token_view::is_frozen(source), OrdersError::SourceFrozen);
        return err!(OrdersError::WrongSource);
    }
    require!(token_view::amount(source) >= amount, OrdersError::NotEnoughFunds);
    require!(!token_view::is_frozen(vault), OrdersError::VaultFrozen);
    vaults::deposit(source, vault, payer, amount)
}
