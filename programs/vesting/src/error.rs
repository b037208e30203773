//! What can go wrong, and what the caller does about it.

use {anchor_lang::prelude::*, io_economics::vesting::VestingError as Refusal};

/// Errors of io_vesting. Those of the rules bear the names they have in `io_economics`.
#[error_code]
pub enum VestingError {
    /// The signer is not the upgrade authority of this program.
    #[msg("Only the upgrade authority of io_vesting may do this; sign with the deployer's key")]
    NotUpgradeAuthority,
    /// Another account was passed as the loader's program data.
    #[msg("Pass the program data account of io_vesting")]
    WrongProgramData,
    /// Another account was passed as a category.
    #[msg("Pass the category's own account: seed investors, series A investors, core contributors")]
    WrongCategory,
    /// Another account was passed as a category's vault.
    #[msg("Pass the vault of the category")]
    WrongVault,
    /// Another account was passed as the sysvar of slot hashes.
    #[msg("Pass the sysvar with the hashes of the latest slots")]
    WrongSlotHashes,
    /// The cluster has no slot hash yet: it is in its first slot.
    #[msg("The cluster has no slot hash yet; start in its next slot")]
    NoSlotHash,
    /// `initialize` was called twice.
    #[msg("The categories exist already; nothing is left to do")]
    AlreadyInitialized,
    /// A category is not as `initialize` writes it.
    #[msg("The category was changed before its lock started; io_vesting must be deployed anew")]
    NotPristine,
    /// A vault has a delegate or a close authority, or is no token account of its category.
    #[msg("Deploy io_vesting anew: its vault has a delegate or a close authority")]
    VaultNotAlone,
    /// A vault holds less than its category locks.
    #[msg("The vault does not hold all of its category: the deployer runs allocate of io_emission first")]
    NotAllocated,
    /// The signer is not the category's manager.
    #[msg("Only the manager of the category may do this")]
    NotManager,
    /// The signer was not proposed as manager.
    #[msg("Only the proposed manager may accept; the manager proposes one first")]
    NotNextManager,
    /// The signer is not the grant's beneficiary.
    #[msg("Only the beneficiary of the grant may do this")]
    NotBeneficiary,
    /// The signer was not proposed as beneficiary.
    #[msg("Only the proposed beneficiary may accept; the beneficiary proposes one first")]
    NotNextBeneficiary,
    /// The beneficiary of a new grant is a token account, a mint, a program or an account of
    /// io_vesting.
    #[msg("Name a wallet or a multisig's vault: nobody signs for a token account, a mint or a program")]
    NotAWallet,
    /// The category has a grant of this number.
    #[msg("The category has a grant of this number: choose another one")]
    NumberInUse,
    /// The grant is another category's, or was not written by this program.
    #[msg("Pass a grant of this category")]
    ForeignGrant,
    /// No grant of the batch has its beneficiary's associated token account beside it.
    #[msg("Pass the associated token account of the beneficiary after its grant")]
    WrongDestination,
    /// No beneficiary of the batch has an account that takes the IO.
    #[msg("The beneficiary's associated token account does not exist; create it first")]
    CannotTake,
    /// The batch is empty, or a grant has no account beside it.
    #[msg("Pass each grant and after it the associated token account of its beneficiary")]
    BatchMismatch,
    /// A grant is in the batch twice.
    #[msg("Pass each grant once")]
    DuplicateGrant,
    /// The lock has not started.
    #[msg("The lock has not started: call start, which anyone may do after the genesis allocations")]
    NotStarted,
    /// The lock has started already.
    #[msg("The lock has started already; nothing is left to do")]
    AlreadyStarted,
    /// A grant of nothing.
    #[msg("Grant at least one base unit")]
    ZeroGrant,
    /// The grant is larger than what the category has not granted.
    #[msg("The category has less that is not granted: grant less")]
    AboveCategory,
    /// Nothing has vested since the last release.
    #[msg("Nothing has vested since the last release: wait for the end of the month")]
    NothingToRelease,
    /// A grant of an investor was to be revoked.
    #[msg("Revoke grants of core contributors only")]
    NotRevocable,
    /// The grant was revoked before.
    #[msg("The grant was revoked before; nothing is left to take back")]
    AlreadyRevoked,
    /// All of the grant has vested.
    #[msg("All of the grant has vested; nothing is left to take back")]
    FullyVested,
    /// Another account was passed as the IO mint.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// The IO mint has a freeze authority: other code than io_emission's has made it.
    #[msg("Somebody can freeze IO: io_emission and io_vesting must be deployed anew")]
    MintFreezes,
    /// The account's version byte is not the one that this program writes.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
}

impl From<Refusal> for VestingError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotStarted => Self::NotStarted,
            Refusal::AlreadyStarted => Self::AlreadyStarted,
            Refusal::ZeroGrant => Self::ZeroGrant,
            Refusal::AboveCategory => Self::AboveCategory,
            Refusal::NothingToRelease => Self::NothingToRelease,
            Refusal::NotRevocable => Self::NotRevocable,
            Refusal::AlreadyRevoked => Self::AlreadyRevoked,
            Refusal::FullyVested => Self::FullyVested,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    VestingError::from(refusal).into()
}
