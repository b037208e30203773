//! 7, the airdrops: what each season was funded with and has paid, and who has claimed, as events
//! tell of them.

use {
    crate::{
        outcome::{event, Logged},
        Receipt, World,
    },
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::airdrop::ID,
    io_client::airdrop::{
        events::{
            Claimed, PageClosed, PageOpened, SeasonCancelled, SeasonClosed, SeasonCreated, SeasonFunded,
            SeasonSwept, SeasonUpdated,
        },
        is_claimed, page_address, page_of, payout, vault_address, Page, Rest, Season, Terms,
    },
    std::collections::{HashMap, HashSet},
};

/// What events told of the seasons, and of gifts.
#[derive(Clone, Default)]
pub(crate) struct Seasons {
    known: HashMap<Pubkey, Known>,
    /// Base units of IO sent to vaults beside the pools, by vault.
    pub(crate) donated: HashMap<Pubkey, u64>,
    /// Claims since the last look at their bits.
    fresh: Vec<(Pubkey, u32)>,
}

/// A season as an indexer knows it.
#[derive(Clone)]
struct Known {
    terms: Terms,
    rest: Rest,
    funder: Pubkey,
    funded: u64,
    opens_at: i64,
    closes_at: i64,
    paid: u64,
    claimed: HashSet<u32>,
    pages: HashSet<u32>,
    over: bool,
}

impl Seasons {
    /// What the claims of every season that is not closed were paid, and how many there were.
    pub(super) fn claimed(&self) -> impl Iterator<Item = (Pubkey, (u64, usize))> + '_ {
        self.known.iter().map(|(season, known)| (*season, (known.paid, known.claimed.len())))
    }

    /// Reads the events of a transaction, in order; returns the base units burned.
    ///
    /// # Panics
    /// If they contradict what is known.
    pub(crate) fn read(&mut self, receipt: &Receipt) -> u64 {
        let mut burned = 0;
        for logged in receipt.logged() {
            self.publishing(&logged);
            self.claims(&logged);
            burned += self.ending(&logged);
        }
        burned
    }

    fn publishing(&mut self, logged: &Logged) {
        if let Some(event) = event::<SeasonCreated>(logged) {
            let SeasonCreated { season, funder, rest, terms, .. } = event;
            let known = Known {
                terms,
                rest,
                funder,
                funded: 0,
                opens_at: terms.opens_at,
                closes_at: terms.closes_at(),
                paid: 0,
                claimed: HashSet::new(),
                pages: HashSet::new(),
                over: false,
            };
            assert!(self.known.insert(season, known).is_none(), "a season was created over another");
        }
        if let Some(SeasonUpdated { season, terms }) = event(logged) {
            let known = self.of(&season);
            assert!(known.claimed.is_empty(), "changed after a claim");
            (known.terms, known.opens_at, known.closes_at) = (terms, terms.opens_at, terms.closes_at());
        }
        if let Some(SeasonFunded { season, amount, funded, opens_at, closes_at }) = event(logged) {
            let known = self.of(&season);
            known.funded += amount;
            assert_eq!(known.funded, funded);
            assert!(closes_at - opens_at == known.closes_at - known.opens_at, "claimants lost time");
            (known.opens_at, known.closes_at) = (opens_at, closes_at);
        }
        if let Some(PageOpened { season, number, .. }) = event(logged) {
            assert!(self.of(&season).pages.insert(number), "a page was opened twice");
        }
    }

    fn claims(&mut self, logged: &Logged) {
        let Some(Claimed { season, index, points, amount, .. }) = event(logged) else { return };
        self.fresh.push((season, index));
        let known = self.of(&season);
        assert!(known.claimed.insert(index), "leaf {index} was paid twice");
        assert_eq!(payout(points, known.terms.points, known.terms.pool), Ok(amount));
        known.paid += amount;
    }

    fn ending(&mut self, logged: &Logged) -> u64 {
        let mut burned = 0;
        if let Some(SeasonCancelled { season, amount }) = event(logged) {
            let gifts = self.take_gifts(&season);
            let known = self.of(&season);
            assert_eq!((amount, known.paid), (known.funded + gifts, 0), "cancelled");
            known.over = true;
        }
        if let Some(SeasonSwept { season, rest, amount }) = event(logged) {
            let gifts = self.take_gifts(&season);
            let known = self.of(&season);
            assert_eq!((amount, rest), (known.funded - known.paid + gifts, known.rest), "swept");
            known.over = true;
            burned = if rest == Rest::Burn { amount } else { 0 };
        }
        if let Some(PageClosed { season, number }) = event(logged) {
            assert!(self.of(&season).pages.remove(&number), "a page that was not open");
        }
        if let Some(SeasonClosed { season }) = event(logged) {
            let known = self.known.remove(&season).expect("a season that was created");
            assert!(known.over && known.pages.is_empty(), "closed too early");
        }
        burned
    }

    fn gifts(&self, season: &Pubkey) -> u64 {
        self.donated.get(&vault_address(season)).copied().unwrap_or_default()
    }

    /// Gifts leave with the rest, and the season's number may be used again.
    fn take_gifts(&mut self, season: &Pubkey) -> u64 {
        self.donated.remove(&vault_address(season)).unwrap_or_default()
    }

    fn of(&mut self, season: &Pubkey) -> &mut Known {
        self.known.get_mut(season).expect("an event of a season that was created")
    }
}

/// Checks every season; nothing if there is none.
pub(super) fn check(world: &mut World) {
    let fresh = std::mem::take(&mut world.seasons.fresh);
    if world.seasons.known.is_empty() {
        return;
    }
    let accounts = world.svm.get_program_accounts(&ID);
    let read = |data: &[u8]| Season::try_deserialize(&mut &data[..]).ok();
    let seasons: HashMap<Pubkey, Season> =
        accounts.iter().filter_map(|(key, account)| Some((*key, read(&account.data)?))).collect();
    let mut set: HashMap<Pubkey, u32> = HashMap::new();
    for (key, account) in &accounts {
        let Ok(page) = Page::try_deserialize(&mut &account.data[..]) else { continue };
        // What other code has left at the program's id bears no seal.
        let ours = seasons.get(&page.season).is_some_and(|season| season.seal == page.seal);
        if ours {
            assert_eq!(*key, page_address(&page.season, page.number));
            let bits: u32 = page.bits.iter().map(|byte| byte.count_ones()).sum();
            *set.entry(page.season).or_default() += bits;
        }
    }
    for (season, index) in fresh {
        if world.seasons.known.get(&season).is_some_and(|known| known.pages.contains(&page_of(index))) {
            assert!(is_claimed(&world.page(&season, page_of(index)).bits, index), "a claim left no bit");
        }
    }
    for (address, known) in &world.seasons.known {
        let season = seasons.get(address).expect("a season that events tell of");
        let bits = set.get(address).copied().unwrap_or_default();
        one(world, address, season, known, bits);
    }
}

/// Paid = what the events of the bits that are set say, at most the pool; the vault holds the rest.
fn one(world: &World, address: &Pubkey, season: &Season, known: &Known, bits: u32) {
    let ledger = &season.ledger;
    let terms = &known.terms;
    assert_eq!((season.root, season.domain), (terms.root, terms.domain));
    assert_eq!((ledger.leaves, ledger.points, ledger.pool), (terms.leaves, terms.points, terms.pool));
    assert_eq!((ledger.opens_at, ledger.closes_at), (known.opens_at, known.closes_at));
    assert_eq!((season.funder, ledger.rest, ledger.over), (known.funder, known.rest, known.over));
    assert_eq!((ledger.funded, ledger.paid), (known.funded, known.paid), "{address}");
    assert_eq!(season.pages as usize, known.pages.len());
    assert!(ledger.paid <= ledger.pool && ledger.funded <= ledger.pool, "{address}: above the pool");
    if !known.over {
        let marked = known.claimed.iter().filter(|index| known.pages.contains(&page_of(**index))).count();
        assert_eq!(bits as usize, marked, "as many bits as claims");
        // A page with claims goes only when none is paid any more.
        assert!(marked == known.claimed.len() || ledger.seen >= ledger.closes_at, "{address}: a page went");
        let gifts = world.seasons.gifts(address);
        assert_eq!(world.balance(&season.vault), known.funded - known.paid + gifts, "{address}: vault");
    }
}
