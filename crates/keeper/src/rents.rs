//! Rent that a keeper locks for payees whose accounts are closed. It comes back when they take their money, if ever: who
//! closes accounts again and again must not empty a keeper.

use io_client::orders::Due;

/// Lamports that a place for a payee's money locks, by mainnet's rent: 128 bytes beside the data, 6,960 a byte.
pub const RENT: u64 = (128 + 8 + size_of::<Due>() as u64) * 6_960;
const DAY: i64 = 86_400;

/// What was locked on a day.
#[derive(Debug, Default)]
pub struct Rents {
    day: i64,
    locked: u64,
}

impl Rents {
    /// Locks `lamports` at `now` (Unix seconds), unless the day has more than `most` then.
    pub fn lock(&mut self, now: i64, lamports: u64, most: u64) -> bool {
        let day = now.div_euclid(DAY);
        if day > self.day {
            *self = Self { day, locked: 0 };
        }
        let locked = self.locked.saturating_add(lamports);
        let fits = lamports == 0 || locked <= most;
        if fits {
            self.locked = locked;
        }
        fits
    }

    /// What was not needed after all.
    pub fn release(&mut self, lamports: u64) {
        self.locked = self.locked.saturating_sub(lamports);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_its_limit() {
        let mut rents = Rents::default();
        assert!(rents.lock(1_000, 2 * RENT, 3 * RENT));
        assert!(!rents.lock(1_000, 2 * RENT, 3 * RENT), "it would be four");
        assert!(rents.lock(DAY - 1, RENT, 3 * RENT));
        assert!(rents.lock(DAY - 1, 0, 0), "what needs no rent is never held up");
        rents.release(RENT);
        assert!(rents.lock(DAY - 1, RENT, 3 * RENT));
        assert!(rents.lock(DAY, 3 * RENT, 3 * RENT), "a new day");
        assert!(!rents.lock(DAY - 1, RENT, 3 * RENT), "a clock that goes back begins no new one");
    }

    #[test]
    fn a_place_costs_what_mainnet_asks() {
        assert_eq!(RENT, io_testkit::World::rent(8 + size_of::<Due>()));
        assert_eq!(RENT, 1_726_080);
    }
}
