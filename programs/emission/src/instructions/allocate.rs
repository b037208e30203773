//! Mints the five genesis allocations, exactly 500,000,000 IO, and starts the clock of the
//! emission.
//!
//! Who: the program's upgrade authority, once. Moves: 500,000,000 IO from nothing to five token
//! accounts. Refuses: another signer, a second time, a recipient of another mint, one recipient
//! twice, the reward vault as a recipient.

use {
    super::{deployer::require_deployer, mint_io::mint_io},
    crate::{events::GenesisAllocated, Emission, EmissionError},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Token, TokenAccount},
    io_addresses::{
        emission::{EMISSION, MINT, PROGRAM_DATA},
        staking::REWARD_VAULT,
    },
    io_economics::genesis::ALLOCATIONS,
};

/// Accounts of `allocate`. The recipients stand in the order of `io_economics::genesis::NAMES`.
#[derive(Accounts)]
pub struct Allocate<'info> {
    /// Must be the upgrade authority: it says who receives the allocations.
    pub deployer: Signer<'info>,
    /// Names the upgrade authority.
    /// CHECK: its address is a constant under the loader, which alone writes there.
    #[account(address = PROGRAM_DATA @ EmissionError::WrongProgramData)]
    pub program_data: UncheckedAccount<'info>,
    /// Signs as mint authority; its clock starts here.
    // dup: the mint has a constant address, and a recipient is a token account.
    #[account(mut, address = EMISSION.address @ EmissionError::WrongEmission, dup)]
    pub emission: Account<'info, Emission>,
    /// The IO mint.
    /// CHECK: its address is a constant, and the token program checks the rest.
    #[account(mut, address = MINT.address @ EmissionError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Gets the seed investors' 100,000,000 IO.
    /// CHECK: a token account of the IO mint, checked in the handler.
    #[account(mut)]
    pub seed_investors: UncheckedAccount<'info>,
    /// Gets the series A investors' 81,600,000 IO.
    /// CHECK: a token account of the IO mint, checked in the handler.
    #[account(mut)]
    pub series_a_investors: UncheckedAccount<'info>,
    /// Gets the core contributors' 90,400,000 IO.
    /// CHECK: a token account of the IO mint, checked in the handler.
    #[account(mut)]
    pub core_contributors: UncheckedAccount<'info>,
    /// Gets 128,000,000 IO for R&D and the ecosystem.
    /// CHECK: a token account of the IO mint, checked in the handler.
    #[account(mut)]
    pub ecosystem: UncheckedAccount<'info>,
    /// Gets the community's 100,000,000 IO.
    /// CHECK: a token account of the IO mint, checked in the handler.
    #[account(mut)]
    pub community: UncheckedAccount<'info>,
    /// Mints.
    pub token_program: Program<'info, Token>,
}

impl Allocate<'_> {
    /// Starts the clock, then mints: a failure of any mint undoes all of it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let accounts = ctx.accounts;
        require_deployer(&accounts.deployer, &accounts.program_data)?;
        let recipients = [
            &accounts.seed_investors,
            &accounts.series_a_investors,
            &accounts.core_contributors,
            &accounts.ecosystem,
            &accounts.community,
        ];
        for recipient in recipients {
            require!(holds_io(recipient)?, EmissionError::WrongRecipient);
        }
        let keys = recipients.map(|recipient| recipient.key());
        require!(all_differ(&keys) && !keys.contains(&REWARD_VAULT), EmissionError::DuplicateRecipient);

        accounts.emission.start(Clock::get()?.unix_timestamp)?;
        for (recipient, amount) in recipients.iter().zip(ALLOCATIONS) {
            mint_io(
                accounts.mint.to_account_info(),
                recipient.to_account_info(),
                accounts.emission.to_account_info(),
                amount,
            )?;
        }
        emit!(GenesisAllocated {
            genesis_ts: accounts.emission.genesis_ts,
            recipients: keys,
            amounts: ALLOCATIONS
        });
        Ok(())
    }
}

/// Whether an account is a token account of the IO mint.
fn holds_io(account: &AccountInfo) -> Result<bool> {
    let data = account.try_borrow_data()?;
    let token = TokenAccount::try_deserialize(&mut &data[..]);
    Ok(account.owner == &token::ID && token.is_ok_and(|token| token.mint == MINT.address))
}

fn all_differ(keys: &[Pubkey]) -> bool {
    keys.iter().enumerate().all(|(i, key)| !keys.iter().take(i).any(|earlier| earlier == key))
}
