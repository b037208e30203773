//! What can go wrong, and what the caller does about it.

use {anchor_lang::prelude::*, io_economics::airdrop::AirdropError as Refusal};

/// Errors of io_airdrop. Those of the rules bear the names they have in `io_economics`.
#[error_code]
pub enum AirdropError {
    /// Another account was passed as the season's vault.
    #[msg("Pass the vault of the season")]
    WrongVault,
    /// Another account was passed as the IO mint.
    #[msg("Pass the IO mint")]
    WrongMint,
    /// Another account was passed as the sysvar of slot hashes.
    #[msg("Pass the sysvar with the hashes of the latest slots")]
    WrongSlotHashes,
    /// The cluster has no slot hash yet: it is in its first slot.
    #[msg("The cluster has no slot hash yet; create the season in its next slot")]
    NoSlotHash,
    /// The season's vault does not exist, or has a delegate or a close authority.
    #[msg("Create the season's associated token account first; if it has a delegate, choose another number")]
    VaultNotAlone,
    /// The funder has a season of this number.
    #[msg("You have a season of this number: choose another one, or close that one first")]
    NumberInUse,
    /// The signer is not the season's funder.
    #[msg("Only the funder of the season may do this")]
    NotFunder,
    /// The account is not the season's funder.
    #[msg("Pass the funder of the season")]
    WrongFunder,
    /// The account is not the funder's associated token account.
    #[msg("Pass the associated token account of the season's funder")]
    WrongFunderAccount,
    /// The account that should get the IO cannot take it.
    #[msg("Create the associated token account first: this one is closed, frozen or not for IO")]
    CannotTake,
    /// The destination of a claim is not the wallet's.
    #[msg("Claim to a token account of the wallet that the leaf names")]
    NotWalletsAccount,
    /// The destination of a claim by somebody else is not the wallet's associated token account.
    #[msg("A claim for a wallet goes to its associated token account; pass that account and its bump")]
    NotAssociatedAccount,
    /// The account is no page, or one of another season.
    #[msg("Pass the page of this season that holds the leaf")]
    WrongPage,
    /// The season has no such page.
    #[msg("The season has a page for each 8,192 leaves: choose a smaller number")]
    NoSuchPage,
    /// The page was opened before.
    #[msg("The page is open already; nothing is left to do")]
    PageExists,
    /// The account is not the one that paid the page's rent.
    #[msg("Pass the wallet that opened the page")]
    WrongOpener,
    /// The page's season may pay claims yet, or the season was not swept or cancelled.
    #[msg("A page closes once claims have ended, a season once it was swept or cancelled")]
    NotOver,
    /// The season has pages left.
    #[msg("Close the season's pages first")]
    PagesLeft,
    /// The number of leaves is 0 or above 2^20.
    #[msg("Publish from 1 to 1,048,576 leaves")]
    InvalidLeaves,
    /// The season has no points.
    #[msg("Publish at least one point")]
    InvalidPoints,
    /// The season has no pool.
    #[msg("Publish a pool of at least one base unit")]
    InvalidPool,
    /// The opening is less than 7 days ahead.
    #[msg("Open at least 7 days from now")]
    NoticeTooShort,
    /// The opening is more than a year ahead.
    #[msg("Open at most a year from now")]
    OpensTooLate,
    /// The season is open for less than 90 days or more than 2 years.
    #[msg("Stay open for 90 days to 2 years")]
    InvalidWindow,
    /// The season is open, or was.
    #[msg("The season is open, or was: nothing about it changes any more")]
    AlreadyOpen,
    /// The pool is below what was funded.
    #[msg("The vault holds more than this pool: publish a larger pool, or cancel the season")]
    PoolBelowFunded,
    /// Nothing was to be funded.
    #[msg("Fund at least one base unit")]
    ZeroAmount,
    /// More was to be funded than is missing.
    #[msg("The pool is smaller: fund at most what is missing")]
    AbovePool,
    /// Claims have not begun.
    #[msg("The season is not open yet: wait for its opening")]
    NotOpen,
    /// The pool is not funded in full.
    #[msg("The season is not funded in full: it opens once it is")]
    NotFunded,
    /// Claims have ended.
    #[msg("The season is closed: nothing is paid any more")]
    Closed,
    /// The season was swept or cancelled.
    #[msg("Do nothing: the season was swept or cancelled")]
    Over,
    /// The index is not below the number of leaves.
    #[msg("Take the index from the season's published list")]
    IndexOutOfRange,
    /// The proof does not lead from this leaf to the season's root.
    #[msg("Take the proof that was published for this wallet, index, season and cluster")]
    WrongProof,
    /// The leaf has no points.
    #[msg("Claim a leaf that has points")]
    ZeroPoints,
    /// The leaf has more points than the season.
    #[msg("Take the points from the season's published list")]
    TooManyPoints,
    /// The points are worth less than a base unit.
    #[msg("Claim a leaf with more points: these are worth less than a base unit")]
    WorthNothing,
    /// The pool does not hold this much any more.
    #[msg("The pool is exhausted: the season's points were summed wrong")]
    PoolExhausted,
    /// This leaf was claimed before.
    #[msg("This leaf was claimed before; nothing is left to claim")]
    AlreadyClaimed,
    /// The season is open for claims.
    #[msg("The season is open for claims: sweep it once it is closed")]
    StillOpen,
    /// The season was never open.
    #[msg("The season was never open: its funder cancels it, and once it would have closed anyone does")]
    NeverOpen,
    /// Somebody else than the funder was to cancel before the season would have closed.
    #[msg("Wait until the season would have closed, or have its funder cancel it")]
    NotFunderYet,
    /// Somebody else than the funder was to open a page of a season that is not open.
    #[msg("Only the funder opens pages before the season is open: wait for its opening")]
    NotOpenForOthers,
    /// The source of a payment into a pool is no IO account of the payer's.
    #[msg("Pay from an IO account that you own: being its delegate is not enough")]
    WrongSource,
    /// The payer's account holds less IO than it pays.
    #[msg("Pay less, or move IO to this account first")]
    NotEnoughIo,
    /// The account's version byte is not the one that this program writes.
    #[msg("Use the version of the suite that wrote this account: its layout is not known here")]
    UnknownVersion = 999,
}

impl From<Refusal> for AirdropError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::InvalidLeaves => Self::InvalidLeaves,
            Refusal::InvalidPoints => Self::InvalidPoints,
            Refusal::InvalidPool => Self::InvalidPool,
            Refusal::NoticeTooShort => Self::NoticeTooShort,
            Refusal::OpensTooLate => Self::OpensTooLate,
            Refusal::InvalidWindow => Self::InvalidWindow,
            Refusal::AlreadyOpen => Self::AlreadyOpen,
            Refusal::PoolBelowFunded => Self::PoolBelowFunded,
            Refusal::ZeroAmount => Self::ZeroAmount,
            Refusal::AbovePool => Self::AbovePool,
            Refusal::NotOpen => Self::NotOpen,
            Refusal::NotFunded => Self::NotFunded,
            Refusal::Closed => Self::Closed,
            Refusal::Over => Self::Over,
            Refusal::IndexOutOfRange => Self::IndexOutOfRange,
            Refusal::WrongProof => Self::WrongProof,
            Refusal::ZeroPoints => Self::ZeroPoints,
            Refusal::TooManyPoints => Self::TooManyPoints,
            Refusal::WorthNothing => Self::WorthNothing,
            Refusal::PoolExhausted => Self::PoolExhausted,
            Refusal::AlreadyClaimed => Self::AlreadyClaimed,
            Refusal::StillOpen => Self::StillOpen,
            Refusal::NeverOpen => Self::NeverOpen,
            Refusal::NotFunderYet => Self::NotFunderYet,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    AirdropError::from(refusal).into()
}
