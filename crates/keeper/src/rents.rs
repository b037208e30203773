//! Rent that a keeper pays for payees without an account that takes their money. That of an
//! unclaimed balance comes back when they get the money, that of a token account never, so a payee
//! that closes accounts again and again must not empty a keeper.

use {
    crate::plan::Policy,
    io_client::{economics::time, orders::UnclaimedBalance},
    io_rpc::{UnclaimedBalances, ACCOUNT_OVERHEAD},
    solana_pubkey::Pubkey,
    std::{
        collections::HashMap,
        time::{Duration, Instant},
    },
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

/// Rent that a work needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rent {
    /// Lamports that come back.
    pub returns: u64,
    /// Payees whose token account is created: its rent never comes back.
    pub created: Vec<Pubkey>,
}

impl Rent {
    /// What a delivery needs.
    pub fn of(needs: &UnclaimedBalances) -> Self {
        let opened = needs.open.len().saturating_sub(needs.created.len());
        Self { returns: RENT.saturating_mul(opened as u64), created: needs.created.clone() }
    }

    /// That of a payee's token account.
    pub fn account(payee: Pubkey) -> Self {
        Self { returns: 0, created: vec![payee] }
    }

    /// Lamports that never come back.
    const fn spent(&self) -> u64 {
        TOKEN_ACCOUNT_RENT.saturating_mul(self.created.len() as u64)
    }
}

/// What was locked on a day, by the clock of this machine: the cluster's may lie.
#[derive(Debug)]
pub struct Rents {
    /// When the day began.
    since: Instant,
    returns: u64,
    spent: u64,
    /// When payees had a token account created.
    created: HashMap<Pubkey, Instant>,
}

impl Rents {
    /// Nothing yet on a day that begins at `now`.
    pub fn new(now: Instant) -> Self {
        Self { since: now, returns: 0, spent: 0, created: HashMap::new() }
    }

    /// Locks a rent at `now`, unless the day has more than the policy allows then, or a payee had
    /// an account created within a day.
    pub fn lock(&mut self, now: Instant, rent: &Rent, policy: &Policy) -> bool {
        if now.duration_since(self.since) >= DAY {
            (self.since, self.returns, self.spent) = (now, 0, 0);
            self.created.retain(|_, at| now.duration_since(*at) < DAY);
        }
        let (returns, spent) = (rent.returns, rent.spent());
        let [sum_returns, sum_spent] =
            [self.returns.saturating_add(returns), self.spent.saturating_add(spent)];
        let again = |payee: &Pubkey| self.created.get(payee).is_some_and(|at| now.duration_since(*at) < DAY);
        let fits = (returns == 0 || sum_returns <= policy.most_rent)
            && (spent == 0 || sum_spent <= policy.most_account_rent)
            && !rent.created.iter().any(again);
        if fits {
            (self.returns, self.spent) = (sum_returns, sum_spent);
            self.created.extend(rent.created.iter().map(|payee| (*payee, now)));
        }
        fits
    }

    /// What was not needed after all.
    pub fn release(&mut self, rent: &Rent) {
        self.returns = self.returns.saturating_sub(rent.returns);
        self.spent = self.spent.saturating_sub(rent.spent());
        self.created.retain(|payee, _| !rent.created.contains(payee));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_day_has_its_limit() {
        let start = Instant::now();
        let late = start + DAY - SECOND;
        let three = Policy { most_rent: 3 * RENT, most_account_rent: 0, ..Policy::default() };
        let rent = |count| Rent { returns: count * RENT, ..Rent::default() };
        let mut rents = Rents::new(start);
        assert!(rents.lock(start, &rent(2), &three));
        assert!(!rents.lock(start, &rent(2), &three), "it would be four");
        assert!(rents.lock(late, &rent(1), &three));
        assert!(rents.lock(late, &rent(0), &three), "what needs no rent is never held up");
        rents.release(&rent(1));
        assert!(rents.lock(late, &rent(1), &three));
        assert!(!rents.lock(late, &rent(1), &three));
        assert!(rents.lock(start + DAY, &rent(3), &three), "a new day");
        assert!(!rents.lock(late + DAY, &rent(1), &three));
        assert!(rents.lock(start + 2 * DAY, &rent(3), &three), "and every day");
    }

    /// Payees that close what was created drain no more than the smaller budget, and leave the
    /// other alone.
    #[test]
    fn accounts_have_a_limit_of_their_own() {
        let start = Instant::now();
        let policy =
            Policy { most_rent: RENT, most_account_rent: 2 * TOKEN_ACCOUNT_RENT, ..Policy::default() };
        let [one, two, three] = [1, 2, 3].map(|i| Rent::account(Pubkey::from([i; 32])));
        let mut rents = Rents::new(start);
        assert!(rents.lock(start, &one, &policy));
        assert!(!rents.lock(start, &one, &policy), "not twice for a payee");
        assert!(rents.lock(start + DAY - SECOND, &two, &policy));
        assert!(!rents.lock(start, &three, &policy), "it would be three");
        assert!(rents.lock(start, &Rent { returns: RENT, ..Rent::default() }, &policy), "what comes back");
        rents.release(&two);
        assert!(rents.lock(start + DAY - SECOND, &two, &policy), "what was not paid");
        assert!(!rents.lock(start + DAY, &two, &policy), "a day has not passed since");
        assert!(rents.lock(start + DAY, &one, &policy));
        let none = Policy { most_account_rent: 0, ..policy };
        assert!(!rents.lock(start + 3 * DAY, &three, &none));
    }

    #[test]
    fn a_place_costs_what_mainnet_asks() {
        assert_eq!(RENT, io_testkit::World::rent(8 + size_of::<UnclaimedBalance>()));
        assert_eq!(RENT, 1_726_080);
        assert_eq!(TOKEN_ACCOUNT_RENT, io_testkit::World::rent(TOKEN_ACCOUNT_BYTES as usize));
        assert_eq!(TOKEN_ACCOUNT_RENT, 2_039_280);
    }
}
