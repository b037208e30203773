//! Pays out what has vested, of one grant or of many of one category: 13 fit in a transaction of
//! 1,232 bytes, beside a limit and a price of compute units.
//!
//! Who: anyone, any time. Moves: IO from the category's vault to the associated token account of
//! each beneficiary, and nowhere else. A grant of which nothing has vested since the last release
//! is passed over; one whose beneficiary has no account that takes it is skipped with an event.
//! Refuses: a grant twice, of another category, or that this code has not written; another token
//! account; a batch of which nothing can be paid.

use {
    crate::{
        error::refused,
        events::{ReleaseSkipped, Released},
        Category, Grant, VestingError,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::emission::MINT,
    io_onchain::{associated, token_view, vaults},
};

/// Accounts of `release`; each grant and the associated token account of its beneficiary follow.
#[derive(Accounts)]
pub struct Release<'info> {
    // `dup`: the handler compares its address with a constant.
    /// The category; signs for its vault.
    #[account(mut, dup)]
    pub category: Box<Account<'info, Category>>,
    /// Holds what is not released.
    /// CHECK: the handler compares its address with a constant, and the token program checks the
    /// rest.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl<'info> Release<'info> {
    /// Takes the grants one by one.
    pub fn handle(ctx: Context<'info, Release<'info>>) -> Result<()> {
        let accounts = ctx.accounts;
        let kind = accounts.category.ledger.kind;
        Category::check_address(&accounts.category)?;
        require_keys_eq!(accounts.vault.key(), Category::vault(kind), VestingError::WrongVault);
        let (pairs, rest) = ctx.remaining_accounts.as_chunks();
        require!(!pairs.is_empty() && rest.is_empty(), VestingError::BatchMismatch);
        let now = Clock::get()?.unix_timestamp;
        let (mut paid, mut waits) = (false, false);
        for (i, [grant, destination]) in pairs.iter().enumerate() {
            let twice = pairs.iter().take(i).any(|[earlier, _]| earlier.key == grant.key);
            require!(!twice, VestingError::DuplicateGrant);
            match accounts.release(grant, destination, now)? {
                Outcome::Paid => paid = true,
                Outcome::Waits => waits = true,
                Outcome::NothingDue => {}
            }
        }
        require!(paid || !waits, VestingError::CannotTake);
        require!(paid, VestingError::NothingToRelease);
        Ok(())
    }

    fn release(
        &mut self,
        info: &'info AccountInfo<'info>,
        destination: &AccountInfo<'info>,
        now: i64,
    ) -> Result<Outcome> {
        let Self { category, vault, .. } = self;
        let mut grant = Account::<Grant>::try_from(info)?;
        category.check_grant(&grant)?;
        let beneficiary = grant.beneficiary;
        let address = associated::address(&beneficiary, &MINT.address, grant.account_bump);
        require_keys_eq!(destination.key(), address, VestingError::WrongDestination);
        let ledger = &mut category.ledger;
        if !token_view::takes(destination, &MINT.address, &beneficiary) {
            let amount = grant.ledger.releasable(ledger.tranches_at(now));
            if amount == 0 {
                return Ok(Outcome::NothingDue);
            }
            emit!(ReleaseSkipped { grant: grant.key(), beneficiary, amount });
            return Ok(Outcome::Waits);
        }
        let amount = match ledger.release(&mut grant.ledger, now) {
            Ok(amount) => amount,
            Err(io_economics::vesting::VestingError::NothingToRelease) => return Ok(Outcome::NothingDue),
            Err(refusal) => return Err(refused(refusal)),
        };
        let (kind, tranches, released) = (ledger.kind, ledger.tranches, grant.ledger.released);
        vaults::pay(vault, destination, category.as_ref(), &Category::signer(kind), amount)?;
        emit!(Released { kind, grant: grant.key(), beneficiary, amount, released, tranches });
        grant.exit(&crate::ID)?;
        Ok(Outcome::Paid)
    }
}

/// What became of one grant of a batch.
enum Outcome {
    Paid,
    /// The beneficiary's account does not take it.
    Waits,
    NothingDue,
}
