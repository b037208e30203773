//! Why an operation on an order is refused.

/// Why an operation is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// A balance would leave the range of 64 bits.
    Overflow,
    /// A fee rate exceeds its maximum.
    FeeTooHigh,
    /// A window is shorter or longer than the bounds in code allow.
    InvalidWindow,
    /// A least cost is 0 or exceeds its maximum.
    InvalidLeastCost,
    /// The order names no processors.
    InvalidProcessors,
    /// The rate is 0.
    InvalidRate,
    /// The time is shorter than an hour, or longer in all than 30 days or what the operator agreed
    /// to.
    InvalidDuration,
    /// The order costs less than the least cost of its currency.
    BelowLeastCost,
    /// Cost and fees exceed 64 bits.
    CostTooHigh,
    /// The operator has accepted the order.
    AlreadyAccepted,
    /// The operator has not accepted the order.
    NotAccepted,
    /// The window for accepting is over.
    AcceptWindowOver,
    /// The window for accepting is not over, and the signer is not the client.
    AcceptWindowOpen,
    /// The operator accepted the order without extensions, or it is as long as was agreed.
    ExtensionRefused,
    /// The booked time is over.
    ServiceOver,
    /// The service has stopped.
    AlreadyEnded,
    /// The booked time is not over, and the signer is neither client nor operator.
    StillBooked,
    /// The first hour of service has not passed.
    FirstHour,
    /// The booked time is over, but nobody has ended the service.
    EndFirst,
    /// No pay has become due since the last settlement.
    NothingDue,
    /// The client has disputed the order, and all that is due is in dispute.
    Disputed,
    /// The order is not in dispute.
    NotDisputed,
    /// The holdback of the last second of service is over.
    DisputeWindowOver,
    /// Nothing of the pay is held back: no time was served within the holdback.
    NothingDisputed,
    /// The arbiter's 7 days are over.
    ArbiterTooLate,
    /// The provider's share exceeds 100%.
    InvalidShare,
    /// The outage ends no later than it begins.
    EmptyOutage,
    /// No second of the outage lies in the service, within the holdback, and after the last
    /// reported outage.
    OutageDoesNotCount,
    /// Nothing is left in the order.
    AlreadySettled,
    /// The order still holds money.
    NotSettled,
    /// The operator ended the service within its first hour, less than an hour ago.
    StillHired,
    /// No fees have been earned since the last sweep.
    NothingToSweep,
}
