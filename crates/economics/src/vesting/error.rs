//! Why a step of vesting is refused.

/// Why an operation is refused, and what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VestingError {
    /// The lock has not started: call start, which anyone may do after the genesis allocations.
    NotStarted,
    /// The lock has started already.
    AlreadyStarted,
    /// Grant at least one base unit.
    ZeroGrant,
    /// The category has less that is not granted: grant less.
    AboveCategory,
    /// Nothing has vested since the last release: wait for the end of the month.
    NothingToRelease,
    /// The grant is an investor's, which nobody revokes.
    NotRevocable,
    /// The grant was revoked before.
    AlreadyRevoked,
    /// All of the grant has vested.
    FullyVested,
}
