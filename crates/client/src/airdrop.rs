//! Airdrop seasons.
//!
//! A funder [`create_season`]s, anyone [`fund`]s and [`open_page`]s; a wallet [`claim`]s, or anyone
//! for it. What points are worth is [`payout`].

use {
    crate::token::{associated_address, create_associated},
    anchor_lang::{prelude::*, system_program, InstructionData},
    io_addresses::{
        airdrop::{ID, PAGE_SEED, SEASON_SEED},
        emission::MINT,
        external::{ASSOCIATED_TOKEN_PROGRAM, SLOT_HASHES, TOKEN_PROGRAM},
    },
    io_airdrop::{accounts, instruction},
    solana_instruction::Instruction,
};
pub use {
    io_airdrop::{events, AirdropError, Page, Season},
    io_economics::airdrop::{
        is_claimed, merkle, page_of, payout, Rest, SeasonLedger, Terms, CLAIMS_PER_PAGE, MAX_LEAVES,
    },
};

/// The address of a funder's season.
pub fn season_address(funder: &Pubkey, id: u64) -> Pubkey {
    Pubkey::find_program_address(&[SEASON_SEED, funder.as_ref(), &id.to_le_bytes()], &ID).0
}

/// The vault of a season.
pub fn vault_address(season: &Pubkey) -> Pubkey {
    associated_address(season, &MINT.address)
}

/// The address of a season's page.
pub fn page_address(season: &Pubkey, number: u32) -> Pubkey {
    Pubkey::find_program_address(&[PAGE_SEED, season.as_ref(), &number.to_le_bytes()], &ID).0
}

/// Pages that a season of so many leaves needs.
pub const fn pages(leaves: u32) -> u32 {
    leaves.div_ceil(CLAIMS_PER_PAGE)
}

fn call(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

/// Publishes a season, in one transaction with the creation of its vault. `funder` signs and pays.
pub fn create_season(funder: &Pubkey, id: u64, rest: Rest, terms: Terms) -> [Instruction; 2] {
    let season = season_address(funder, id);
    let accounts = accounts::CreateSeason {
        funder: *funder,
        season,
        vault: vault_address(&season),
        slot_hashes: SLOT_HASHES,
        system_program: system_program::ID,
    };
    [
        create_associated(funder, &season, &MINT.address),
        call(accounts, instruction::CreateSeason { id, rest, terms }),
    ]
}

/// Publishes other terms, as long as the season is not open.
pub fn update_season(funder: &Pubkey, season: &Pubkey, terms: Terms) -> Instruction {
    call(accounts::UpdateSeason { funder: *funder, season: *season }, instruction::UpdateSeason { terms })
}

/// Calls off a season that is not open. `signer` is its funder, or anyone once it would have
/// closed.
pub fn cancel_season(signer: &Pubkey, season: &Pubkey, funder: &Pubkey) -> Instruction {
    let accounts = accounts::CancelSeason {
        signer: *signer,
        season: *season,
        vault: vault_address(season),
        funder: *funder,
        funder_account: associated_address(funder, &MINT.address),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::CancelSeason {})
}

/// Pays `amount` base units of the payer's associated token account into a season's pool.
pub fn fund(payer: &Pubkey, season: &Pubkey, amount: u64) -> Instruction {
    let accounts = accounts::Fund {
        payer: *payer,
        season: *season,
        source: associated_address(payer, &MINT.address),
        vault: vault_address(season),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Fund { amount })
}

/// Opens a page for 8,192 claims. `opener`, the funder until the season is open, signs and pays the
/// rent until the season is closed.
pub fn open_page(opener: &Pubkey, season: &Pubkey, number: u32) -> Instruction {
    let accounts = accounts::OpenPage {
        opener: *opener,
        season: *season,
        page: page_address(season, number),
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenPage { number })
}

/// A leaf with its proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The leaf's place.
    pub index: u32,
    /// The wallet that the leaf names.
    pub wallet: Pubkey,
    /// Its points.
    pub points: u64,
    /// The siblings from the leaf up.
    pub proof: Vec<merkle::Hash>,
}

/// Pays a leaf's IO to `destination`, a token account of its wallet, which signs.
pub fn claim_to(season: &Pubkey, entry: &Entry, destination: Pubkey) -> Instruction {
    let Entry { index, wallet, points, ref proof } = *entry;
    let accounts = accounts::Claim {
        wallet,
        season: *season,
        page: page_address(season, page_of(index)),
        vault: vault_address(season),
        destination,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Claim { index, points, proof: proof.concat() })
}

/// Pays a leaf's IO to its wallet's associated token account. The wallet signs.
pub fn claim(season: &Pubkey, entry: &Entry) -> Instruction {
    claim_to(season, entry, associated_address(&entry.wallet, &MINT.address))
}

/// The same for a wallet that does not sign. Nobody signs but the fee payer.
pub fn claim_for(season: &Pubkey, entry: &Entry) -> Instruction {
    let Entry { index, wallet, points, ref proof } = *entry;
    let seeds = [wallet.as_ref(), TOKEN_PROGRAM.as_ref(), MINT.address.as_ref()];
    let (destination, account_bump) = Pubkey::find_program_address(&seeds, &ASSOCIATED_TOKEN_PROGRAM);
    let accounts = accounts::ClaimFor {
        wallet,
        season: *season,
        page: page_address(season, page_of(index)),
        vault: vault_address(season),
        destination,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::ClaimFor { index, points, account_bump, proof: proof.concat() })
}

/// Burns or returns what nobody claimed. Nobody signs but the fee payer.
pub fn sweep(season: &Pubkey, funder: &Pubkey) -> Instruction {
    let accounts = accounts::Sweep {
        season: *season,
        vault: vault_address(season),
        funder: *funder,
        funder_account: associated_address(funder, &MINT.address),
        mint: MINT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Sweep {})
}

/// Closes a page of a season that is over; its rent goes to `opener`.
pub fn close_page(season: &Pubkey, number: u32, opener: &Pubkey) -> Instruction {
    let page = page_address(season, number);
    call(accounts::ClosePage { season: *season, page, opener: *opener }, instruction::ClosePage {})
}

/// Closes a season that is over and has no page left; its rent goes to `funder`.
pub fn close_season(season: &Pubkey, funder: &Pubkey) -> Instruction {
    call(accounts::CloseSeason { season: *season, funder: *funder }, instruction::CloseSeason {})
}
