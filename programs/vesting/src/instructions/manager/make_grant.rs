//! Promises a part of a category to a beneficiary.
//!
//! Who: the category's manager, once its lock has started. Moves: nothing; the payer pays the
//! grant's rent, which never returns. Refuses: another signer, nothing, more than is not granted, a
//! number that is in use, a beneficiary that can never sign.

use {
    crate::{error::refused, events::Granted, Category, Grant, VestingError},
    anchor_lang::prelude::*,
    io_addresses::{
        emission::MINT,
        external::{TOKEN_2022_PROGRAM, TOKEN_PROGRAM},
        vesting::GRANT_SEED,
    },
    io_onchain::{associated, create, token_view},
};

/// Accounts of `grant`.
#[derive(Accounts)]
#[instruction(index: u32)]
pub struct MakeGrant<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The category's manager.
    pub manager: Signer<'info>,
    // `dup`: no other account here is of its type.
    /// The category.
    #[account(mut, has_one = manager @ VestingError::NotManager, dup)]
    pub category: Box<Account<'info, Category>>,
    /// Created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [GRANT_SEED, category.key().as_ref(), &index.to_le_bytes()], bump)]
    pub grant: UncheckedAccount<'info>,
    /// Who gets the IO: a wallet, a multisig's vault or another program's signer.
    /// CHECK: the handler refuses what can never sign.
    pub beneficiary: UncheckedAccount<'info>,
    /// The beneficiary's associated token account, which need not exist yet.
    /// CHECK: passing another one costs a derivation, and changes nothing.
    pub beneficiary_account: UncheckedAccount<'info>,
    /// Creates the grant.
    pub system_program: Program<'info, System>,
}

impl MakeGrant<'_> {
    /// Writes the state first, then writes the grant.
    pub fn handle(ctx: Context<Self>, index: u32, amount: u64) -> Result<()> {
        let Self { payer, category, grant, beneficiary, beneficiary_account, .. } = ctx.accounts;
        Category::check_address(category)?;
        require!(*grant.owner != crate::ID, VestingError::NumberInUse);
        require!(can_sign(beneficiary), VestingError::NotAWallet);
        let now = Clock::get()?.unix_timestamp;
        let ledger = category.ledger.grant(amount, now).map_err(refused)?;
        let (kind, first_tranche) = (ledger.kind, ledger.first_tranche);
        let contents = Grant {
            version: Grant::VERSION,
            padding: [0; 3],
            index,
            seal: category.seal,
            beneficiary: beneficiary.key(),
            account: account_of(beneficiary.key, beneficiary_account),
            next_beneficiary: Pubkey::default(),
            ledger,
            reserved: [0; 16],
        };
        let category = category.key();
        let seeds: &[&[u8]] = &[GRANT_SEED, category.as_ref(), &index.to_le_bytes(), &[ctx.bumps.grant]];
        create(payer, grant, seeds, &contents)?;
        let (grant, beneficiary) = (grant.key(), beneficiary.key());
        emit!(Granted { kind, index, grant, beneficiary, amount, first_tranche });
        Ok(())
    }
}

/// Whether a key, a multisig or a program may sign for it some day.
fn can_sign(account: &AccountInfo) -> bool {
    let never = [TOKEN_PROGRAM, TOKEN_2022_PROGRAM, crate::ID];
    !account.executable && !never.contains(account.owner)
}

/// The beneficiary's associated token account: told by a hash if it is there, which saves a
/// derivation.
fn account_of(beneficiary: &Pubkey, account: &AccountInfo) -> Pubkey {
    let mint = &MINT.address;
    let there = token_view::takes(account, mint, beneficiary)
        && associated::bump_seen(beneficiary, mint, account.key).is_some();
    if there {
        *account.key
    } else {
        associated::derive(beneficiary, mint)
    }
}
