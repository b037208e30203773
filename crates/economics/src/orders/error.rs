//! Why an operation on an order is refused.

/// Why an operation is refused, and what the caller can do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// The books do not cover it: the accounts passed do not belong together.
    Overflow,
    /// Choose fees within their bounds.
    FeeTooHigh,
    /// Choose windows within their bounds.
    InvalidWindow,
    /// Choose a least cost within its bounds.
    InvalidLeastCost,
    /// Name at least one processor.
    InvalidProcessors,
    /// Name a rate of at least one base unit per processor-hour.
    InvalidRate,
    /// Book between one hour and 30 days, extensions included.
    InvalidDuration,
    /// The order costs less than the least cost: book more.
    BelowLeastCost,
    /// The order costs more than any wallet can hold: book less.
    CostTooHigh,
    /// The order was accepted already: end it instead.
    AlreadyAccepted,
    /// The order was not accepted: cancel it instead, or wait for the operator.
    NotAccepted,
    /// The window for accepting is over: anyone may cancel.
    AcceptWindowOver,
    /// Until the window for accepting is over only the client may cancel: wait.
    AcceptWindowOpen,
    /// The operator does not take extensions: create another order.
    ExtensionRefused,
    /// The booked time is over: end the order, and create another one.
    ServiceOver,
    /// The service has stopped already.
    AlreadyEnded,
    /// Until the booked time is over only the client or the operator may end the service: wait.
    StillBooked,
    /// Nothing is paid before the first hour has passed: wait.
    FirstHour,
    /// The booked time is over: end the order first, then settle.
    EndFirst,
    /// Nothing is due yet: settle later.
    NothingDue,
    /// The order is disputed: wait for the arbiter, or until 7 days after the dispute.
    Disputed,
    /// The order is not disputed.
    NotDisputed,
    /// The window for a dispute is over: it ends with the holdback.
    DisputeWindowOver,
    /// The arbiter's 7 days are over: settle the order by time.
    ArbiterTooLate,
    /// Choose a share of at most 10,000 bps.
    InvalidShare,
    /// The outage ends no later than it begins.
    EmptyOutage,
    /// The outage is not within the service: from its start to now or its end.
    OutageOutsideService,
    /// The outage begins before the end of one already reported.
    OutageOverlaps,
    /// The outage begins in time that was settled already.
    OutageSettled,
    /// Nothing is left in the order: close it.
    AlreadySettled,
    /// Money is left in the order: settle it to the end first.
    NotSettled,
    /// No fees have been earned since the last sweep.
    NothingToSweep,
}
