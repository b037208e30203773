//! Rent that a keeper pays for payees without an account that takes their money. That of an
//! unclaimed balance comes back when they get the money, that of a token account never, so a payee
//! that closes accounts again and again must not empty a keeper.

use {
    io_client::{economics::time, orders::UnclaimedBalance},
    io_rpc::{UnclaimedBalances, ACCOUNT_OVERHEAD},
    std::time::{Duration, Instant},
};

/// Lamports that mainnet's rent asks for a byte.
const LAMPORTS_PER_BYTE: u64 = 6_960;
/// Lamports that an unclaimed balance locks, by mainnet's rent.
pub const RENT: u64 = (ACCOUNT_OVERHEAD + 8 + size_of::<UnclaimedBalance>() as u64) * LAMPORTS_PER_BYTE;
/// Bytes of a classic token account.
const TOKEN_ACCOUNT_BYTES: u64 = 165;
/// Lamports that a token account locks.
pub const TOKEN_ACCOUNT_RENT: u64 = (ACCOUNT_OVERHEAD + TOKEN_ACCOUNT_BYTES) * LAMPORTS_PER_BYTE;
const DAY: Duration = Duration::from_secs(time::DAY as u64);

/// Lamports of rent that a delivery needs.
pub fn rent(needs: &UnclaimedBalances) -> u64 {
    let created = needs.created;
    let opened = (needs.open.len() as u64).saturating_sub(created);
    RENT.saturating_mul(opened).saturating_add(TOKEN_ACCOUNT_RENT.saturating_mul(created))
}

/// What was locked on a day, by the clock of this machine: the cluster's may lie.
#[derive(Debug)]
pub struct Rents {
    /// When the day began.
    since: Instant,
    locked: u64,
}

impl Rents {
    /// Nothing yet on a day that begins at `now`.
    pub fn new(now: Instant) -> Self {
        Self { since: now, locked: 0 }
    }

    /// Locks `lamports` at `now`, unless the day has more than `most` then.
    pub fn lock(&mut self, now: Instant, lamports: u64, most: u64) -> bool {
        if now.duration_since(self.since) >= DAY {
            *self = Self::new(now);
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
        let start = Instant::now();
        let late = start + DAY - Duration::from_secs(1);
        let mut rents = Rents::new(start);
        assert!(rents.lock(start, 2 * RENT, 3 * RENT));
        assert!(!rents.lock(start, 2 * RENT, 3 * RENT), "it would be four");
        assert!(rents.lock(late, RENT, 3 * RENT));
        assert!(rents.lock(late, 0, 0), "what needs no rent is never held up");
        rents.release(RENT);
        assert!(rents.lock(late, RENT, 3 * RENT));
        assert!(!rents.lock(late, RENT, 3 * RENT));
        assert!(rents.lock(start + DAY, 3 * RENT, 3 * RENT), "a new day");
        assert!(!rents.lock(late + DAY, RENT, 3 * RENT));
        assert!(rents.lock(start + 2 * DAY, RENT, 3 * RENT), "and every day");
    }

    #[test]
    fn a_place_costs_what_mainnet_asks() {
        assert_eq!(RENT, io_testkit::World::rent(8 + size_of::<UnclaimedBalance>()));
        assert_eq!(RENT, 1_726_080);
        assert_eq!(TOKEN_ACCOUNT_RENT, io_testkit::World::rent(TOKEN_ACCOUNT_BYTES as usize));
        assert_eq!(TOKEN_ACCOUNT_RENT, 2_039_280);
    }
}
