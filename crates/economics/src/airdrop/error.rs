//! Why a step of an airdrop is refused.

/// Why an operation is refused, and what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AirdropError {
    /// Publish from 1 to `MAX_LEAVES` leaves.
    InvalidLeaves,
    /// Publish at least one point.
    InvalidPoints,
    /// Publish a pool of at least one base unit.
    InvalidPool,
    /// Open at least 7 days from now.
    NoticeTooShort,
    /// Open at most `MAX_WAIT_SECONDS` from now.
    OpensTooLate,
    /// Stay open for 90 days to 2 years.
    InvalidWindow,
    /// The season is open, or was: nothing about it changes any more.
    AlreadyOpen,
    /// The vault holds more than this pool: publish a larger pool, or cancel the season.
    PoolBelowFunded,
    /// Fund at least one base unit.
    ZeroAmount,
    /// The pool is smaller: fund at most what is missing.
    AbovePool,
    /// The season is not open yet: wait for its opening.
    NotOpen,
    /// The season is not funded in full: it opens once it is.
    NotFunded,
    /// The season is closed: nothing is paid any more.
    Closed,
    /// The season was swept or cancelled.
    Over,
    /// The index is not below the number of leaves.
    IndexOutOfRange,
    /// The proof does not lead from this leaf to the season's root.
    WrongProof,
    /// The leaf has no points.
    ZeroPoints,
    /// The leaf has more points than the season has in all.
    TooManyPoints,
    /// The points are worth less than a base unit.
    WorthNothing,
    /// The pool does not hold this much any more: the season's points were summed wrong.
    PoolExhausted,
    /// This leaf was claimed before.
    AlreadyClaimed,
    /// The season is open for claims: sweep it once it is closed.
    StillOpen,
    /// The season was never open: its funder cancels it, and once it would have closed anyone does.
    NeverOpen,
    /// Somebody else than the funder cancels before the season would have closed.
    NotFunderYet,
}
