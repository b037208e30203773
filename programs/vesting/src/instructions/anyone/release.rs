//! Pays out what has vested, of one grant or of many of one category: 13 fit in a transaction of
//! 1,232 bytes, beside a limit and a price of compute units.
//!
//! Who: anyone, any time. Moves: IO from the category's vault to the associated token account of
//! each beneficiary, and nowhere else. A grant of which nothing has vested since the last release
//! is passed over; one whose beneficiary has no account that takes it, or beside which another
//! account stands, is skipped with an event. Refuses: a grant twice, of another category, or that
//! this code has not written; a batch of which nothing can be paid.

use {
    crate::{
        error::refused,
        events::{ReleaseSkipped, Released},
        Category, Grant, VestingError,
    },
    anchor_lang::prelude::*,
    anchor_spl::token::Token,
    io_addresses::emission::MINT,
    io_economics::vesting::VestingError as Refusal,
    io_onchain::{token_view, vaults},
};

/// Accounts of `release`; each grant and the associated token account of its beneficiary follow.
#[derive(Accounts)]
pub struct Release<'info> {
    /// The category; signs for its vault.
    /// CHECK: the handler compares its address with constants, and reads and writes it in place.
    #[account(mut)]
    pub category: UncheckedAccount<'info>,
    /// Holds what is not released.
    /// CHECK: the handler compares its address; the token program checks all else.
    #[account(mut)]
    pub vault: UncheckedAccount<'info>,
    /// Moves the IO.
    pub token_program: Program<'info, Token>,
}

impl<'info> Release<'info> {
    /// Takes the grants one by one.
    pub fn handle(ctx: Context<'info, Release<'info>>) -> Result<()> {
        let Self { category, vault, .. } = ctx.accounts;
        let kind = Category::kind_at(category.key).ok_or(VestingError::WrongCategory)?;
        require_keys_eq!(*vault.key, Category::vault(kind), VestingError::WrongVault);
        let (pairs, rest) = ctx.remaining_accounts.as_chunks();
        require!(!pairs.is_empty() && rest.is_empty(), VestingError::BatchMismatch);
        let now = Clock::get()?.unix_timestamp;
        let (mut paid, mut unpaid) = (false, None);
        for (i, [grant, destination]) in pairs.iter().enumerate() {
            let twice = pairs.iter().take(i).any(|[earlier, _]| earlier.key == grant.key);
            require!(!twice, VestingError::DuplicateGrant);
            match book(category, grant, destination, now)? {
                Outcome::Due(event) => {
                    vaults::pay(vault, destination, category, &Category::signer(kind), event.amount)?;
                    emit!(event);
                    paid = true;
                }
                Outcome::Waits(event, why) => {
                    emit!(event);
                    unpaid.get_or_insert(why);
                }
                Outcome::NothingDue => {}
            }
        }
        match unpaid {
            _ if paid => Ok(()),
            Some(why) => Err(why.into()),
            None => Err(VestingError::NothingToRelease.into()),
        }
    }
}

/// What becomes of one grant of a batch.
enum Outcome {
    /// It is booked, and to be paid.
    Due(Released),
    /// Why it is not paid: the beneficiary's account does not take it, or another one was passed.
    Waits(ReleaseSkipped, VestingError),
    NothingDue,
}

/// Records what has vested of a grant.
fn book(
    category: &AccountInfo,
    account: &AccountInfo,
    destination: &AccountInfo,
    now: i64,
) -> Result<Outcome> {
    let mut grant = Grant::load_mut(account)?;
    let mut category = Category::load_mut(category)?;
    category.check_grant(&grant)?;
    let (key, beneficiary) = (account.key(), grant.beneficiary);
    let ledger = &mut category.ledger;
    let is_own = *destination.key == grant.account;
    if !is_own || !token_view::takes(destination, &MINT.address, &beneficiary) {
        let why = if is_own { VestingError::CannotTake } else { VestingError::WrongDestination };
        return Ok(match grant.ledger.releasable(ledger.tranches_at(now)) {
            0 => Outcome::NothingDue,
            amount => Outcome::Waits(ReleaseSkipped { grant: key, beneficiary, amount }, why),
        });
    }
    let amount = match ledger.release(&mut grant.ledger, now) {
        Ok(amount) => amount,
        Err(Refusal::NothingToRelease) => return Ok(Outcome::NothingDue),
        Err(refusal) => return Err(refused(refusal)),
    };
    let (kind, tranches, released) = (ledger.kind, ledger.tranches, grant.ledger.released);
    Ok(Outcome::Due(Released { kind, grant: key, beneficiary, amount, released, tranches }))
}
