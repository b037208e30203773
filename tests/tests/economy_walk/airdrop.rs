//! Moves of io_airdrop.

use {
    crate::{people::People, Move, Walk, DAY},
    anchor_lang::prelude::Pubkey,
    io_client::airdrop::{self, page_address, Rest},
    io_economics::units::BASE_UNITS_PER_IO,
    io_testkit::airdrop::Published,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Wallets in each list.
const WALLETS: usize = 6;
/// Seasons of each funder.
const SEASONS: u64 = 2;

/// The lists that the first clients publish, of wallets of the walk's.
pub fn lists(people: &People, random: &mut fastrand::Rng) -> Vec<Published> {
    let funders = people.clients.iter().take(3).map(Keypair::pubkey);
    let seasons = funders.flat_map(|funder| (0..SEASONS).map(move |id| (funder, id)));
    let list = |(funder, id)| {
        let points = (0..WALLETS).map(|_| (people.staker(random).pubkey(), random.u64(1..1_000)));
        Published::new(&funder, id, points.collect())
    };
    seasons.map(list).collect()
}

impl Walk {
    pub fn airdrop_move(&mut self) -> Move {
        let list = self.random.usize(..self.lists.len());
        let address = self.lists[list].season;
        if !self.is_there(&address) {
            return self.publish_move(list);
        }
        let season = self.world.season(&address);
        let (by, pages) = (self.people.staker(&mut self.random), season.pages);
        let (ledger, now) = (season.ledger, self.world.now());
        let closed = ledger.over || now >= ledger.closes_at;
        match self.random.u8(..16) {
            _ if closed && !self.once_in(3) => self.ending_move(list),
            0 => self.update_move(list),
            1 if self.once_in(4) => {
                let funder = self.people.key(&season.funder);
                let by = if self.random.bool() { funder } else { by };
                Move::new(airdrop::cancel_season(&by.pubkey(), &address, &season.funder), &by)
            }
            2..=4 if !ledger.is_funded() || self.once_in(6) => {
                let missing = ledger.pool.saturating_sub(ledger.funded);
                let amount = match self.random.u8(..8) {
                    0 => self.one(&[0, missing + 1, u64::MAX]),
                    1..=2 => self.random.u64(..=missing),
                    _ => missing,
                };
                let payer = self.people.client(&mut self.random);
                Move::new(airdrop::fund(&payer.pubkey(), &address, amount), &payer)
            }
            5..=6 if pages == 0 || self.once_in(8) => {
                let number = u32::from(self.once_in(8));
                // Before the opening it is the funder's.
                let others = ledger.has_opened(now) || self.once_in(8);
                let by = if others { by } else { self.people.key(&season.funder) };
                Move::new(airdrop::open_page(&by.pubkey(), &address, number), &by)
            }
            7..=13 => self.claim_move(list),
            _ => self.ending_move(list),
        }
    }

    pub fn is_there(&self, address: &Pubkey) -> bool {
        self.world.svm.get_account(address).is_some_and(|account| !account.data.is_empty())
    }

    /// A pool, and terms that open in 7 days or later.
    fn terms(&mut self, list: usize) -> airdrop::Terms {
        let pool = self.random.u64(1..5_000) * BASE_UNITS_PER_IO;
        let early = i64::from(self.once_in(10));
        let later = self.random.i64(0..2 * DAY) - early * 2 * DAY;
        self.lists[list].terms(pool, self.world.now() + later)
    }

    fn publish_move(&mut self, list: usize) -> Move {
        let (terms, rest) = (self.terms(list), self.one(&[Rest::Burn, Rest::Return]));
        let (funder, id) = (self.lists[list].funder, self.lists[list].id);
        let calls = airdrop::create_season(&funder, id, rest, terms).to_vec();
        // A list that is not what its leaves say would be lost: the funder's word alone counts.
        Move { strict: false, ..Move::of(calls, &self.people.key(&funder)) }
    }

    fn update_move(&mut self, list: usize) -> Move {
        let (terms, funder) = (self.terms(list), self.lists[list].funder);
        let call = airdrop::update_season(&funder, &self.lists[list].season, terms);
        Move::new(call, &self.people.key(&funder))
    }

    fn claim_move(&mut self, list: usize) -> Move {
        let mut entry = self.lists[list].entry(self.random.u32(..WALLETS as u32));
        let season = self.lists[list].season;
        if self.once_in(8) {
            entry.points += 1;
        }
        if self.random.bool() {
            let claim = airdrop::claim_for(&season, &entry);
            return Move::new(claim, &self.people.staker(&mut self.random));
        }
        // The destination: any account of the wallet's own.
        Move { free: Some(4), ..Move::new(airdrop::claim(&season, &entry), &self.people.key(&entry.wallet)) }
    }

    /// What is left is swept, pages and seasons are closed.
    fn ending_move(&mut self, list: usize) -> Move {
        let (season, funder) = (self.lists[list].season, self.lists[list].funder);
        let by = self.people.staker(&mut self.random);
        match self.random.u8(..3) {
            0 => Move::new(airdrop::sweep(&season, &funder), &by),
            1 if self.is_there(&page_address(&season, 0)) => {
                let opener = self.world.page(&season, 0).opener;
                Move::new(airdrop::close_page(&season, 0, &opener), &by)
            }
            _ => Move::new(airdrop::close_season(&season, &funder), &by),
        }
    }
}
