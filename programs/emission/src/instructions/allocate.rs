//! Mints the five genesis allocations, exactly 500,000,000 IO, and starts the clock of the
//! emission.
//!
//! Who: the program's upgrade authority, once. Moves: 272,000,000 IO from nothing to io_vesting's
//! three vaults, 228,000,000 IO to two token accounts. Refuses: another signer, a second time, an
//! io_vesting that can be replaced, a vault or a category that is not as io_vesting leaves it, a
//! mint or a state that is not as `initialize` leaves it, a metadata account that is not as
//! `create_metadata` leaves it, a reward vault that is not staking's alone, a recipient of another
//! mint, one recipient twice, the reward vault or a vault as a recipient.

use {
    super::{deployer::require_deployer, mint_io::mint_io},
    crate::{events::GenesisAllocated, metadata::uri_of, Emission, EmissionError},
    anchor_lang::prelude::*,
    anchor_spl::token::{self, Token, TokenAccount},
    io_addresses::{
        emission::{EMISSION, METADATA, MINT, PROGRAM_DATA},
        external::METADATA_PROGRAM,
        loader::is_final,
        staking::{CONFIG as STAKING_CONFIG, REWARD_VAULT},
        vesting::{CATEGORIES, PROGRAM_DATA as VESTING_PROGRAM_DATA, VAULTS},
    },
    io_economics::{genesis::ALLOCATIONS, units::IO_DECIMALS, vesting::CategoryKind},
    io_onchain::token_view,
    io_vesting::Category,
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
    // `dup`: no other account here is of its type.
    /// Signs as mint authority; its clock starts here.
    // dup: the mint has a constant address, and a recipient is a token account.
    #[account(mut, address = EMISSION.address @ EmissionError::WrongEmission, dup)]
    pub emission: Account<'info, Emission>,
    /// The IO mint, of which nothing is minted.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(mut, address = MINT.address @ EmissionError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Gets the seed investors' 100,000,000 IO.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(mut, address = VAULTS[0] @ EmissionError::WrongVault)]
    pub seed_investors: UncheckedAccount<'info>,
    /// Gets the series A investors' 81,600,000 IO.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(mut, address = VAULTS[1] @ EmissionError::WrongVault)]
    pub series_a_investors: UncheckedAccount<'info>,
    /// Gets the core contributors' 90,400,000 IO.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(mut, address = VAULTS[2] @ EmissionError::WrongVault)]
    pub core_contributors: UncheckedAccount<'info>,
    /// Gets 128,000,000 IO for R&D and the ecosystem.
    /// CHECK: a token account of the IO mint, checked in the handler.
    #[account(mut)]
    pub ecosystem: UncheckedAccount<'info>,
    /// Gets the community's 100,000,000 IO.
    /// CHECK: a token account of the IO mint, checked in the handler.
    #[account(mut)]
    pub community: UncheckedAccount<'info>,
    /// io_vesting's category of the seed investors, whose lock has not started.
    #[account(address = CATEGORIES[0].address @ EmissionError::WrongCategory)]
    pub seed_category: Box<Account<'info, Category>>,
    /// io_vesting's category of the series A investors, whose lock has not started.
    #[account(address = CATEGORIES[1].address @ EmissionError::WrongCategory)]
    pub series_a_category: Box<Account<'info, Category>>,
    /// io_vesting's category of the core contributors, whose lock has not started.
    #[account(address = CATEGORIES[2].address @ EmissionError::WrongCategory)]
    pub core_category: Box<Account<'info, Category>>,
    /// Says that nobody can replace io_vesting.
    /// CHECK: its address is a constant under the loader, which alone writes there.
    #[account(address = VESTING_PROGRAM_DATA @ EmissionError::WrongVestingProgramData)]
    pub vesting_program_data: UncheckedAccount<'info>,
    /// Gets the emission from the first crank on.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(address = REWARD_VAULT @ EmissionError::WrongRewardVault)]
    pub reward_vault: UncheckedAccount<'info>,
    /// The metadata of the IO mint, if it has any yet.
    /// CHECK: its address is a constant, and the handler looks at the rest.
    #[account(address = METADATA @ EmissionError::WrongMetadata)]
    pub metadata: UncheckedAccount<'info>,
    /// Mints.
    pub token_program: Program<'info, Token>,
}

impl Allocate<'_> {
    /// Starts the clock, then mints: a failure of any mint undoes all of it.
    pub fn handle(ctx: Context<Self>) -> Result<()> {
        let accounts = ctx.accounts;
        require_deployer(&accounts.deployer, &accounts.program_data)?;
        let vesting = &accounts.vesting_program_data;
        require!(is_final(&vesting.try_borrow_data()?), EmissionError::VestingNotFinal);
        accounts.check_locks()?;
        let wallets = [&accounts.ecosystem, &accounts.community];
        for recipient in wallets {
            require!(holds_io(recipient)?, EmissionError::WrongRecipient);
        }
        let [ecosystem, community] = wallets.map(|recipient| recipient.key());
        let taken = |key: &Pubkey| *key == REWARD_VAULT || VAULTS.contains(key);
        let differ = ecosystem != community && !taken(&ecosystem) && !taken(&community);
        require!(differ, EmissionError::DuplicateRecipient);

        accounts.start()?;
        let recipients = [
            &accounts.seed_investors,
            &accounts.series_a_investors,
            &accounts.core_contributors,
            &accounts.ecosystem,
            &accounts.community,
        ];
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
            recipients: recipients.map(|recipient| recipient.key()),
            amounts: ALLOCATIONS
        });
        Ok(())
    }

    /// Starts the clock, if the mint, its state and metadata and the reward vault are as the honest
    /// code leaves them. Other code may have run at this id or staking's before, and have left
    /// itself an authority, IO, or a delegate of the vault.
    ///
    /// # Errors
    /// `AlreadyAllocated`, `EmissionNotPristine`, `MintNotPristine`, `MetadataNotPristine`,
    /// `RewardVaultMissing`, `RewardVaultNotAlone`.
    fn start(&mut self) -> Result<()> {
        let Self { emission, mint, reward_vault, metadata, .. } = self;
        emission.start(Clock::get()?.unix_timestamp)?;
        let exact = emission.to_account_info().data_len() == 8 + Emission::INIT_SPACE;
        require!(exact, EmissionError::EmissionNotPristine);
        let new = token_view::is_new_mint(mint, &EMISSION.address, IO_DECIMALS);
        require!(new, EmissionError::MintNotPristine);
        require!(is_ours(metadata)?, EmissionError::MetadataNotPristine);
        require!(reward_vault.owner == &token::ID, EmissionError::RewardVaultMissing);
        let alone = token_view::is_owned_alone(reward_vault, &STAKING_CONFIG.address);
        require!(alone, EmissionError::RewardVaultNotAlone);
        Ok(())
    }

    /// Each lock is as io_vesting's own code leaves it. Other code may have run at its id before,
    /// and have left a delegate of a vault, or a category that is half open.
    ///
    /// # Errors
    /// `CategoryNotPristine`, `VaultNotAlone`, `VaultNotEmpty`.
    fn check_locks(&self) -> Result<()> {
        for (kind, category, vault) in [
            (CategoryKind::Seed, &self.seed_category, &self.seed_investors),
            (CategoryKind::SeriesA, &self.series_a_category, &self.series_a_investors),
            (CategoryKind::Core, &self.core_category, &self.core_contributors),
        ] {
            let exact = category.to_account_info().data_len() == Category::BYTES;
            require!(exact && category.is_pristine(kind), EmissionError::CategoryNotPristine);
            require!(Category::owns_alone(vault, kind), EmissionError::VaultNotAlone);
            require!(token_view::amount(vault) == 0, EmissionError::VaultNotEmpty);
        }
        Ok(())
    }
}

/// Whether a metadata account is as `create_metadata` leaves it, or not there: then nobody but this
/// code creates it.
fn is_ours(metadata: &AccountInfo) -> Result<bool> {
    let data = metadata.try_borrow_data()?;
    Ok(data.is_empty() || metadata.owner == &METADATA_PROGRAM && uri_of(&data).is_some())
}

/// Whether an account is a token account of the IO mint.
fn holds_io(account: &AccountInfo) -> Result<bool> {
    let data = account.try_borrow_data()?;
    let token = TokenAccount::try_deserialize(&mut &data[..]);
    Ok(account.owner == &token::ID && token.is_ok_and(|token| token.mint == MINT.address))
}
