//! What can go wrong, and what the caller does about it.

use anchor_lang::prelude::*;

/// Errors of io_emission.
#[error_code]
pub enum EmissionError {
    /// The signer of a genesis step is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_emission may do this; sign with the deployer's key")]
    NotUpgradeAuthority,
    /// The account in place of the loader's program data is another.
    #[msg("Pass the program data account of io_emission")]
    WrongProgramData,
    /// The account in place of the emission state is another.
    #[msg("Pass the emission state account of io_emission")]
    WrongEmission,
    /// The account in place of the IO mint is another.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// The account in place of the reward vault is another.
    #[msg("Emission goes only to the staking program's reward vault; pass that account")]
    WrongRewardVault,
    /// The reward vault does not exist yet.
    #[msg("The reward vault does not exist; create the staking config's associated token account first")]
    RewardVaultMissing,
    /// The account in place of the mint's metadata is another.
    #[msg("Pass the metadata account of the IO mint")]
    WrongMetadata,
    /// The program in place of Metaplex token metadata is another.
    #[msg("Pass the Metaplex token metadata program")]
    WrongMetadataProgram,
    /// `create_metadata` was called twice.
    #[msg("The metadata of the IO mint exists already; nothing is left to do")]
    MetadataExists,
    /// The URI is empty or longer than 200 bytes.
    #[msg("Pass a URI of 1 to 200 bytes")]
    BadUri,
    /// `allocate` was called twice.
    #[msg("The genesis allocations are minted already; nothing is left to do")]
    AlreadyAllocated,
    /// An account that should receive a genesis allocation is no token account of the IO mint.
    #[msg("A genesis allocation goes to a token account of the IO mint; create it first")]
    WrongRecipient,
    /// Two genesis allocations go to one account, or one to the reward vault.
    #[msg("Each genesis allocation needs a token account of its own, other than the reward vault")]
    DuplicateRecipient,
    /// `crank` was called before genesis was complete.
    #[msg("The emission has not started; the deployer must run allocate first")]
    NotStarted,
    /// Everything that the schedule has reached is minted.
    #[msg("Nothing is due; crank again after the next full hour since genesis")]
    NothingDue,
    /// All 300,000,000 IO are emitted.
    #[msg("The emission has ended; all 300,000,000 IO are minted")]
    EmissionEnded,
}
