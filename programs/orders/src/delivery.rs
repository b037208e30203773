//! Money on its way out of a vault: to its payee's token account, or to the payee's unclaimed
//! balance.
//!
//! No step fails for a transfer that cannot succeed: the destination is looked at first. What a
//! closed, missing or frozen account cannot take, or a frozen vault cannot give, stays in the vault
//! for its payee alone.

use {
    crate::{
        error::refused, events::UnclaimedCredited, Config, Ledger, Order, OrdersError, UnclaimedBalance,
    },
    anchor_lang::prelude::*,
    io_onchain::{associated, token_view, vaults},
};

/// A vault that money leaves.
pub struct Source<'a, 'info> {
    /// Its ledger, from which the money was taken already.
    pub ledger: &'a mut Account<'info, Ledger>,
    /// The vault.
    pub vault: &'a AccountInfo<'info>,
    /// Signs for the vault.
    pub config: &'a AccountInfo<'info>,
    /// Unclaimed balances of the payees, if the caller passed any.
    pub unclaimed_balances: [&'a mut Option<Box<Account<'info, UnclaimedBalance>>>; 2],
}

/// A wallet that is paid.
pub struct Payee<'a, 'info> {
    /// The wallet.
    pub wallet: Pubkey,
    /// Bump of its associated token account in this mint.
    pub bump: u8,
    /// That account.
    pub account: &'a AccountInfo<'info>,
}

impl<'a, 'info> Payee<'a, 'info> {
    /// The client of an order.
    pub fn client(order: &Order, account: &'a AccountInfo<'info>) -> Self {
        Self { wallet: order.client, bump: order.client_bump, account }
    }

    /// The provider of an order.
    pub fn provider(order: &Order, account: &'a AccountInfo<'info>) -> Self {
        Self { wallet: order.provider, bump: order.provider_bump, account }
    }

    /// # Errors
    /// `WrongTokenAccount`.
    fn check(&self, mint: &Pubkey) -> Result<()> {
        let address = associated::address(&self.wallet, mint, self.bump);
        require_keys_eq!(self.account.key(), address, OrdersError::WrongTokenAccount);
        Ok(())
    }
}

impl<'info> Source<'_, 'info> {
    /// Delivers `amount` base units, if any.
    ///
    /// # Errors
    /// `WrongTokenAccount`; `UnclaimedBalanceMissing` if it cannot be delivered and no unclaimed
    /// balance of the payee was passed.
    pub fn deliver(&mut self, amount: u64, payee: &Payee<'_, 'info>) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        payee.check(&self.ledger.mint)?;
        let takes = token_view::takes(payee.account, &self.ledger.mint, &payee.wallet);
        if takes && !token_view::is_frozen(self.vault) {
            return vaults::pay(self.vault, payee.account, self.config, Config::SIGNER, amount);
        }
        let mint = self.ledger.mint;
        let mut unclaimed_balances =
            self.unclaimed_balances.iter_mut().filter_map(|unclaimed| unclaimed.as_mut());
        let unclaimed =
            unclaimed_balances.find(|unclaimed| unclaimed.payee == payee.wallet && unclaimed.mint == mint);
        let unclaimed = unclaimed.ok_or(OrdersError::UnclaimedBalanceMissing)?;
        self.ledger.balances.keep(amount).map_err(refused)?;
        unclaimed.amount = unclaimed.amount.checked_add(amount).ok_or(OrdersError::Overflow)?;
        emit!(UnclaimedCredited { payee: payee.wallet, mint, amount });
        Ok(())
    }
}
