//! Why an instruction is refused: the cause in the docs, the remedy in the message.

use anchor_lang::prelude::*;

/// Errors of io_emission.
#[error_code]
pub enum EmissionError {
    /// The signer of a genesis step is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_emission may do this; sign with the deployer's key")]
    NotUpgradeAuthority,
    /// The account is not the loader's program data of io_emission.
    #[msg("Pass the program data account of io_emission")]
    WrongProgramData,
    /// The account is not the emission state.
    #[msg("Pass the emission state account of io_emission")]
    WrongEmission,
    /// The account is not the IO mint.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// The account is not the staking program's reward vault.
    #[msg("Pass the staking program's reward vault; the emission goes nowhere else")]
    WrongRewardVault,
    /// The reward vault does not exist yet.
    #[msg("Create the staking config's associated token account for IO first")]
    RewardVaultMissing,
    /// The account is not the metadata of the IO mint.
    #[msg("Pass the metadata account of the IO mint")]
    WrongMetadata,
    /// The program is not Metaplex token metadata.
    #[msg("Pass the Metaplex token metadata program")]
    WrongMetadataProgram,
    /// The IO mint has its metadata already.
    #[msg("Do nothing: the metadata of the IO mint is final")]
    MetadataExists,
    /// The URI is empty or longer than 200 bytes.
    #[msg("Pass a URI of 1 to 200 bytes")]
    BadUri,
    /// The genesis allocations are minted already.
    #[msg("Do nothing: the genesis allocations are minted, once and for all")]
    AlreadyAllocated,
    /// The recipient of a genesis allocation is not a token account of the IO mint.
    #[msg("Create a token account of the IO mint for each genesis allocation first")]
    WrongRecipient,
    /// Two genesis allocations name the same token account, or one names the reward vault.
    #[msg("Pass five different token accounts, none of them the reward vault")]
    DuplicateRecipient,
    /// The genesis allocations are not minted yet, so the emission has not started.
    #[msg("Wait until the deployer has run allocate")]
    NotStarted,
    /// Everything that the schedule has reached is minted.
    #[msg("Crank again after the next full hour since genesis")]
    NothingDue,
    /// All 300,000,000 IO of the schedule are minted.
    #[msg("Do nothing: the emission has ended, all 300,000,000 IO are minted")]
    EmissionEnded,
    /// Another account was passed as a vault of io_vesting.
    #[msg("The locked allocations go to io_vesting's three vaults; pass those accounts")]
    WrongVault,
    /// A vault of io_vesting does not exist, has a delegate or a close authority, or is not its
    /// category's.
    #[msg("Create io_vesting's vault; if it has a delegate or close authority, deploy io_vesting anew")]
    VaultNotAlone,
    /// A vault of io_vesting holds IO before genesis.
    #[msg("The vault holds IO already: this mint was used before its genesis")]
    VaultNotEmpty,
    /// Another account was passed as a category of io_vesting.
    #[msg("Pass the three categories of io_vesting; its initialize creates them")]
    WrongCategory,
    /// A category is not byte for byte as io_vesting's `initialize` writes it.
    #[msg("The category was changed before genesis: deploy io_vesting anew")]
    CategoryNotPristine,
    /// Another account was passed as the loader's program data of io_vesting.
    #[msg("Pass the program data account of io_vesting")]
    WrongVestingProgramData,
    /// io_vesting can still be replaced.
    #[msg("Make io_vesting final first, so that nobody can open the locks by an upgrade")]
    VestingNotFinal,
    /// The emission's state is not byte for byte as `initialize` writes it.
    #[msg("The emission was changed before genesis: deploy io_emission anew, with a key of its own")]
    EmissionNotPristine,
    /// The IO mint is not byte for byte as `initialize` creates it: something was minted, or it has
    /// or had another authority, a freeze authority or other decimals.
    #[msg("The mint was made or used by other code: deploy io_emission anew, with a key of its own")]
    MintNotPristine,
    /// The reward vault has a delegate or a close authority, is frozen, or is not staking's.
    #[msg("Deploy io_staking anew, with a key of its own: its reward vault is frozen or open to others")]
    RewardVaultNotAlone,
    /// The IO mint has a metadata account that `create_metadata` has not written: another name or
    /// authority, or somebody can change it.
    #[msg("The mint was named by other code: deploy io_emission anew, with a key of its own")]
    MetadataNotPristine,
    /// The account's version byte is not the one that this program writes.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
}
