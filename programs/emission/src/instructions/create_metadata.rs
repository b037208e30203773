//! Gives the mint its name and symbol, in an account of the Metaplex token metadata program that
//! nobody can change afterwards.
//!
//! Who: the program's upgrade authority, once, any time after `initialize`. Moves: nothing; the
//! deployer pays the rent and Metaplex's fee. Refuses: another signer, a URI that is empty or does
//! not fit, a second time.

use {
    super::deployer::require_deployer,
    crate::{
        events::MetadataCreated,
        metadata::{MAX_URI_BYTES, NAME, SYMBOL},
        Emission, EmissionError,
    },
    anchor_lang::{
        prelude::*,
        solana_program::{instruction::Instruction, program::invoke_signed},
    },
    io_addresses::{
        emission::{EMISSION, EMISSION_SEED, METADATA, MINT, PROGRAM_DATA},
        external::METADATA_PROGRAM,
    },
};

/// Accounts of `create_metadata`.
#[derive(Accounts)]
pub struct CreateMetadata<'info> {
    /// Pays the rent; must be the upgrade authority.
    #[account(mut)]
    pub deployer: Signer<'info>,
    /// Names the upgrade authority.
    /// CHECK: its address is a constant under the loader, which alone writes there.
    #[account(address = PROGRAM_DATA @ EmissionError::WrongProgramData)]
    pub program_data: UncheckedAccount<'info>,
    /// Signs as mint authority, and is the metadata's update authority, which can do nothing.
    #[account(address = EMISSION.address @ EmissionError::WrongEmission)]
    pub emission: Account<'info, Emission>,
    /// The IO mint.
    /// CHECK: its address is a constant.
    #[account(address = MINT.address @ EmissionError::WrongMint)]
    pub mint: UncheckedAccount<'info>,
    /// Created here.
    /// CHECK: its address is a constant, and the metadata program checks the rest.
    #[account(mut, address = METADATA @ EmissionError::WrongMetadata)]
    pub metadata: UncheckedAccount<'info>,
    /// Metaplex token metadata.
    /// CHECK: its address is a constant.
    #[account(address = METADATA_PROGRAM @ EmissionError::WrongMetadataProgram)]
    pub metadata_program: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl CreateMetadata<'_> {
    /// Calls the metadata program.
    pub fn handle(ctx: Context<Self>, uri: String) -> Result<()> {
        let accounts = ctx.accounts;
        require_deployer(&accounts.deployer, &accounts.program_data)?;
        require!(accounts.metadata.data_is_empty(), EmissionError::MetadataExists);
        require!((1..=MAX_URI_BYTES).contains(&uri.len()), EmissionError::BadUri);
        let (mint, emission) = (accounts.mint.key(), accounts.emission.key());
        let call = Instruction {
            program_id: METADATA_PROGRAM,
            accounts: vec![
                AccountMeta::new(accounts.metadata.key(), false),
                AccountMeta::new_readonly(mint, false),
                AccountMeta::new_readonly(emission, true),
                AccountMeta::new(accounts.deployer.key(), true),
                AccountMeta::new_readonly(emission, false),
                AccountMeta::new_readonly(accounts.system_program.key(), false),
            ],
            data: CreateMetadataAccountV3::new(&uri).data()?,
        };
        let infos = [
            accounts.metadata.to_account_info(),
            accounts.mint.to_account_info(),
            accounts.emission.to_account_info(),
            accounts.deployer.to_account_info(),
            accounts.system_program.to_account_info(),
        ];
        invoke_signed(&call, &infos, &[&[EMISSION_SEED, &[EMISSION.bump]]])?;
        emit!(MetadataCreated { mint, uri });
        Ok(())
    }
}

/// The metadata program's instruction data, in Borsh.
#[derive(AnchorSerialize)]
struct CreateMetadataAccountV3<'a> {
    discriminator: u8,
    name: &'a str,
    symbol: &'a str,
    uri: &'a str,
    seller_fee_basis_points: u16,
    creators: Option<u8>,
    collection: Option<u8>,
    uses: Option<u8>,
    is_mutable: bool,
    collection_details: Option<u8>,
}

impl<'a> CreateMetadataAccountV3<'a> {
    fn new(uri: &'a str) -> Self {
        Self {
            discriminator: 33,
            name: NAME,
            symbol: SYMBOL,
            uri,
            seller_fee_basis_points: 0,
            creators: None,
            collection: None,
            uses: None,
            is_mutable: false,
            collection_details: None,
        }
    }

    fn data(&self) -> Result<Vec<u8>> {
        let mut data = Vec::with_capacity(64);
        self.serialize(&mut data)?;
        Ok(data)
    }
}
