//! A rule's refusal as an error of the program, of the same name.

use {
    crate::OrdersError, anchor_lang::prelude::*, io_economics::orders::OrderError as Refusal,
    io_onchain::price_view::PriceViewError,
};

impl From<Refusal> for OrdersError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Overflow => Self::Overflow,
            Refusal::FeeTooHigh => Self::FeeTooHigh,
            Refusal::InvalidWindow => Self::InvalidWindow,
            Refusal::InvalidLeastCost => Self::InvalidLeastCost,
            Refusal::InvalidProcessors => Self::InvalidProcessors,
            Refusal::InvalidRate => Self::InvalidRate,
            Refusal::InvalidDuration => Self::InvalidDuration,
            Refusal::BelowLeastCost => Self::BelowLeastCost,
            Refusal::CostTooHigh => Self::CostTooHigh,
            Refusal::AlreadyAccepted => Self::AlreadyAccepted,
            Refusal::NotAccepted => Self::NotAccepted,
            Refusal::AcceptWindowOver => Self::AcceptWindowOver,
            Refusal::AcceptWindowOpen => Self::AcceptWindowOpen,
            Refusal::ExtensionRefused => Self::ExtensionRefused,
            Refusal::ServiceOver => Self::ServiceOver,
            Refusal::AlreadyEnded => Self::AlreadyEnded,
            Refusal::StillBooked => Self::StillBooked,
            Refusal::FirstHour => Self::FirstHour,
            Refusal::EndFirst => Self::EndFirst,
            Refusal::NothingDue => Self::NothingDue,
            Refusal::Disputed => Self::Disputed,
            Refusal::NotDisputed => Self::NotDisputed,
            Refusal::DisputeWindowOver => Self::DisputeWindowOver,
            Refusal::NothingDisputed => Self::NothingDisputed,
            Refusal::ArbiterTooLate => Self::ArbiterTooLate,
            Refusal::InvalidShare => Self::InvalidShare,
            Refusal::EmptyOutage => Self::EmptyOutage,
            Refusal::OutageDoesNotCount => Self::OutageDoesNotCount,
            Refusal::AlreadySettled => Self::AlreadySettled,
            Refusal::NotSettled => Self::NotSettled,
            Refusal::StillHired => Self::StillHired,
            Refusal::NothingToSweep => Self::NothingToSweep,
            Refusal::NoRate => Self::NoRate,
            Refusal::RateTooHigh => Self::RateTooHigh,
            Refusal::TwoIoRates => Self::TwoIoRates,
            Refusal::PremiumTooHigh => Self::PremiumTooHigh,
            Refusal::InvalidAskTime => Self::InvalidAskTime,
            Refusal::NoticeTooLong => Self::NoticeTooLong,
            Refusal::InvalidValidity => Self::InvalidValidity,
            Refusal::InvalidMostHired => Self::InvalidMostHired,
            Refusal::AskOver => Self::AskOver,
            Refusal::CurrencyNotTaken => Self::CurrencyNotTaken,
            Refusal::TimeNotOffered => Self::TimeNotOffered,
            Refusal::AboveMostHired => Self::AboveMostHired,
            Refusal::InvalidOpenTime => Self::InvalidOpenTime,
            Refusal::RequestOver => Self::RequestOver,
            Refusal::RequestOpen => Self::RequestOpen,
            Refusal::HasBids => Self::HasBids,
            Refusal::AwardTooLate => Self::AwardTooLate,
            Refusal::AboveMostRate => Self::AboveMostRate,
            Refusal::NoticeTooShort => Self::NoticeTooShort,
            Refusal::BidNotLowEnough => Self::BidNotLowEnough,
            Refusal::ClientChooses => Self::ClientChooses,
            Refusal::BondNotDue => Self::BondNotDue,
            Refusal::InvalidFeeds => Self::InvalidFeeds,
            Refusal::InvalidAge => Self::InvalidAge,
            Refusal::InvalidConfidence => Self::InvalidConfidence,
            Refusal::PriceTooOld => Self::PriceTooOld,
            Refusal::PriceAhead => Self::PriceAhead,
            Refusal::PriceNotPositive => Self::PriceNotPositive,
            Refusal::PriceExponent => Self::PriceExponent,
            Refusal::PriceTooWide => Self::PriceTooWide,
            Refusal::PriceOutOfRange => Self::PriceOutOfRange,
            Refusal::OraclePriceTooLong => Self::OraclePriceTooLong,
            Refusal::NoNoticeAgreed => Self::NoNoticeAgreed,
            Refusal::NoticeGiven => Self::NoticeGiven,
            Refusal::InvalidMaintenance => Self::InvalidMaintenance,
            Refusal::MaintenanceTooSoon => Self::MaintenanceTooSoon,
            Refusal::TooMuchMaintenance => Self::TooMuchMaintenance,
            Refusal::InvalidAttributes => Self::InvalidAttributes,
            Refusal::InvalidExpiry => Self::InvalidExpiry,
        }
    }
}

impl From<PriceViewError> for OrdersError {
    fn from(error: PriceViewError) -> Self {
        match error {
            PriceViewError::WrongOwner => Self::WrongPriceOwner,
            PriceViewError::WrongAccount => Self::WrongPriceAccount,
            PriceViewError::NotVerified => Self::PriceNotVerified,
            PriceViewError::WrongFeed => Self::WrongFeed,
        }
    }
}

/// A rule's refusal as the program's own error.
pub fn refused(refusal: Refusal) -> Error {
    OrdersError::from(refusal).into()
}
