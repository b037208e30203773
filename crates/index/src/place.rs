//! Where in the chain something happened.

use std::{fmt, str::FromStr};

/// Bits of an event's number in its transaction: a log of 10 KB has fewer than 400.
const EVENT_BITS: u32 = 10;
/// Bits of a transaction's number in its slot.
const INDEX_BITS: u32 = 20;

/// The place of an event, or of a transaction, which has that of its first event.
///
/// As a number it is the `id` of the tables; numbers are in the order of the chain. Its text is
/// `slot.index.event`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The slot.
    pub slot: u64,
    /// The transaction's number among those of the suite's in that slot.
    pub index: u32,
    /// The event's number in its transaction.
    pub event: u32,
}

impl Place {
    /// Most events of a transaction.
    pub const MOST_EVENTS: usize = 1 << EVENT_BITS;

    /// The place with this `id`.
    #[must_use]
    // The masks keep what fits.
    #[allow(clippy::cast_possible_truncation)]
    pub const fn of(id: i64) -> Self {
        let id = id.unsigned_abs();
        Self {
            slot: id >> (EVENT_BITS + INDEX_BITS),
            index: (id >> EVENT_BITS) as u32 & ((1 << INDEX_BITS) - 1),
            event: id as u32 & ((1 << EVENT_BITS) - 1),
        }
    }

    /// Its `id` in the tables; none if a part of it is too large for one.
    #[must_use]
    pub const fn id(self) -> Option<i64> {
        let fits = self.slot >> (63 - EVENT_BITS - INDEX_BITS) == 0
            && self.index >> INDEX_BITS == 0
            && self.event >> EVENT_BITS == 0;
        if !fits {
            return None;
        }
        let id = self.slot << (EVENT_BITS + INDEX_BITS) | (self.index as u64) << EVENT_BITS;
        Some((id | self.event as u64).cast_signed())
    }

    /// The `id` of the transaction that an event with this `id` is in.
    #[must_use]
    pub const fn transaction(id: i64) -> i64 {
        id >> EVENT_BITS << EVENT_BITS
    }

    /// The first `id` of a slot; the greatest there is if the slot is too large for one.
    #[must_use]
    pub const fn first_id(slot: u64) -> i64 {
        match (Self { slot, index: 0, event: 0 }).id() {
            Some(id) => id,
            None => i64::MAX,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.slot, self.index, self.event)
    }
}

impl FromStr for Place {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('.');
        let mut part = || parts.next().filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let slot = part().and_then(|part| part.parse().ok()).ok_or(())?;
        let index = part().and_then(|part| part.parse().ok()).ok_or(())?;
        let event = part().and_then(|part| part.parse().ok()).ok_or(())?;
        let place = Self { slot, index, event };
        (parts.next().is_none() && place.id().is_some()).then_some(place).ok_or(())
    }
}
