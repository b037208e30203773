//! Publishes a season: root, points, pool and dates. It opens once its pool is funded, at least 7
//! days from now.
//!
//! Who: anyone, who thereby is its funder. Moves: nothing; the funder pays the rent of the season
//! and, before, of its vault, and gets both back in the end. Refuses: terms outside their bounds, a
//! number that is in use, a vault with a delegate or a close authority.

use {
    crate::{error::refused, events::SeasonCreated, AirdropError, Season},
    anchor_lang::prelude::*,
    io_addresses::{airdrop::SEASON_SEED, emission::MINT, external::SLOT_HASHES},
    io_economics::airdrop::{Rest, SeasonLedger, Terms},
    io_onchain::{associated, create, seal, token_view},
};

/// Accounts of `create_season`.
#[derive(Accounts)]
#[instruction(id: u64)]
pub struct CreateSeason<'info> {
    /// Publishes the season; pays the rent.
    #[account(mut)]
    pub funder: Signer<'info>,
    /// Created here.
    /// CHECK: its address is derived, and the handler creates it.
    #[account(mut, seeds = [SEASON_SEED, funder.key().as_ref(), &id.to_le_bytes()], bump)]
    pub season: UncheckedAccount<'info>,
    /// The season's associated token account for IO, which must exist.
    /// CHECK: its address and state are looked at in the handler.
    pub vault: UncheckedAccount<'info>,
    /// The hashes of the latest slots, one of which becomes the seal of all pages.
    /// CHECK: its address is a constant.
    #[account(address = SLOT_HASHES @ AirdropError::WrongSlotHashes)]
    pub slot_hashes: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl CreateSeason<'_> {
    /// Checks the terms and the vault, then writes the season.
    pub fn handle(ctx: Context<Self>, id: u64, rest: Rest, terms: Terms) -> Result<()> {
        // A linker drops what no code names.
        #[cfg(not(feature = "no-entrypoint"))]
        core::hint::black_box(crate::SECURITY_TXT);
        let Self { funder, season, vault, slot_hashes, .. } = ctx.accounts;
        require!(*season.owner != crate::ID, AirdropError::NumberInUse);
        let now = Clock::get()?.unix_timestamp;
        let ledger = SeasonLedger::new(&terms, rest, now).map_err(refused)?;
        let (address, mint) = (season.key(), &MINT.address);
        let of_season = associated::address(&address, mint, associated::derive_bump(&address, mint));
        require_keys_eq!(vault.key(), of_season, AirdropError::WrongVault);
        require!(token_view::is_owned_alone(vault, &address), AirdropError::VaultNotAlone);
        let mut contents = Season {
            version: Season::VERSION,
            bump: ctx.bumps.season,
            funder_bump: associated::derive_bump(funder.key, mint),
            padding: 0,
            pages: 0,
            id,
            seal: seal::take(slot_hashes).ok_or(AirdropError::NoSlotHash)?,
            funder: funder.key(),
            vault: vault.key(),
            root: [0; 32],
            domain: [0; 32],
            ledger,
            reserved: [0; 32],
        };
        contents.publish(&terms);
        contents.signed(|seeds| create(funder, season, seeds, &contents))?;
        emit!(SeasonCreated { season: address, funder: funder.key(), id, rest, terms });
        Ok(())
    }
}
