//! A random walk over everything that funders, wallets and strangers can send to the airdrops, for
//! three years: lists that sum up wrong, pools funded short, claims with others' proofs, accounts
//! replaced. No sequence pays a leaf twice, more than a pool, or anybody but the leaf's wallet;
//! testkit checks that after every transaction. In the end every season is over, every base unit
//! is paid, burned or back, and so is every rent.
//!
//! `IO_WALK_STEPS` sets the length (1,000 unless told more), `IO_WALK_SEED` replays a failure.

use {
    anchor_lang::{
        prelude::{AccountMeta, Pubkey},
        AccountDeserialize,
    },
    io_addresses::{emission::MINT, external::TOKEN_PROGRAM},
    io_client::{
        airdrop::{
            self, events, page_address, season_address, vault_address, Entry, Page, Rest, Season, Terms,
        },
        token::{associated_address, create_associated},
    },
    io_economics::{
        airdrop::{MAX_OPEN_SECONDS, MIN_OPEN_SECONDS},
        time::{DAY, NOTICE_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::{airdrop::Published, owners::COMMUNITY, walk, Receipt, World},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    spl_token_interface::instruction::{self as spl, AuthorityType},
    std::collections::{BTreeMap, HashMap},
};

const PEOPLE: usize = 6;
/// The people who publish seasons, and their numbers for them.
const FUNDERS: usize = 2;
const IDS: u64 = 2;
/// Seconds that a walk passes.
const SECONDS: i64 = 3 * 365 * DAY;

/// A person, and what it sends.
type Attempt = (Keypair, Vec<Instruction>);

struct Walk {
    world: World,
    random: fastrand::Rng,
    people: Vec<Keypair>,
    lists: HashMap<Pubkey, Published>,
    /// The list of a season's next terms, once they are accepted.
    next: Option<Published>,
    steps: u64,
    /// What was accepted, by the event that it emitted.
    seen: BTreeMap<&'static str, u64>,
    /// What was refused, by the reason.
    refused: BTreeMap<String, u64>,
}

impl Walk {
    fn new(seed: u64, steps: u64) -> Self {
        let (mut world, owners) = World::after_genesis();
        let mut people = vec![owners[COMMUNITY].insecure_clone()];
        people.extend((1..PEOPLE).map(|_| world.wallet()));
        let second = world.io_account(&people[1].pubkey());
        world.transfer_io(&people[0], &second, 1_000_000 * BASE_UNITS_PER_IO);
        for person in &people {
            world.io_account(&person.pubkey());
        }
        let random = fastrand::Rng::with_seed(seed);
        let (lists, seen) = (HashMap::new(), BTreeMap::new());
        let mut walk =
            Self { world, random, people, lists, next: None, steps, seen, refused: BTreeMap::new() };
        for funder in 0..FUNDERS {
            for id in 0..IDS {
                let list = walk.list(funder, id);
                walk.lists.insert(list.season, list);
            }
        }
        walk
    }

    /// A new list for a funder's season.
    fn list(&mut self, funder: usize, id: u64) -> Published {
        let leaves = self.random.usize(1..10);
        let points = (0..leaves)
            .map(|_| {
                let points = match self.random.u8(..16) {
                    0 => 0,
                    1 => u64::MAX / 16,
                    _ => self.random.u64(1..1_000),
                };
                (self.person().pubkey(), points)
            })
            .collect();
        Published::new(&self.people[funder].pubkey(), id, points)
    }

    fn person(&mut self) -> Keypair {
        let index = self.random.usize(..self.people.len());
        self.people[index].insecure_clone()
    }

    /// The person with this key, three times in four; else anybody.
    fn holder(&mut self, of: &Pubkey) -> Keypair {
        let known = self.people.iter().find(|person| person.pubkey() == *of);
        match known.map(Keypair::insecure_clone) {
            Some(person) if self.random.u8(..4) > 0 => person,
            _ => self.person(),
        }
    }

    fn read<T: AccountDeserialize>(&self, address: &Pubkey) -> Option<T> {
        T::try_deserialize(&mut &self.world.svm.get_account(address)?.data[..]).ok()
    }

    fn move_clock(&mut self) {
        let pace = 2 * SECONDS / self.steps as i64;
        let now = self.world.now();
        let next = match self.random.u8(..20) {
            0..=9 => now,
            10 => now.saturating_sub(self.random.i64(0..3 * pace)),
            11 | 12 => now + NOTICE_SECONDS,
            _ => now + self.random.i64(0..pace),
        };
        self.world.set_clock(next);
    }

    fn terms(&mut self, list: &Published) -> Terms {
        let pool = match self.random.u8(..8) {
            0 => 1,
            _ => self.random.u64(1..1_000 * BASE_UNITS_PER_IO),
        };
        let mut terms = list.terms(pool, self.world.now());
        match self.random.u8(..12) {
            0 => terms.points = self.random.u64(0..100),
            1 => terms.opens_at += self.random.i64(-DAY..DAY),
            2 => terms.open_seconds = self.random.u32(0..2 * MAX_OPEN_SECONDS as u32),
            3 => terms.leaves = self.random.u32(0..12),
            4 => terms.domain = [1; 32],
            _ => terms.open_seconds = MIN_OPEN_SECONDS as u32,
        }
        terms
    }

    fn entry(&mut self, season: &Pubkey) -> Entry {
        let count = self.lists[season].points.len() as u32;
        let mut entry = self.lists[season].entry(self.random.u32(..count));
        match self.random.u8(..16) {
            0 => entry.index = self.random.u32(..16),
            1 => entry.points = self.random.u64(..1_000),
            2 => entry.wallet = self.person().pubkey(),
            3 => drop(entry.proof.pop()),
            _ => {}
        }
        entry
    }

    fn attempt(&mut self) -> Attempt {
        let (funder, id) = (self.random.usize(..FUNDERS), self.random.u64(..IDS));
        let funder = self.people[funder].insecure_clone();
        let key = funder.pubkey();
        let season = season_address(&key, id);
        let number = u32::from(self.random.u8(..16) == 0);
        let anybody = self.person();
        match self.random.u8(..40) {
            0..=2 => self.create(&funder, id),
            3 => {
                let list = self.list(usize::from(key == self.people[1].pubkey()), id);
                let (person, terms) = (self.holder(&key), self.terms(&list));
                self.next = Some(list);
                let update = airdrop::update_season(&person.pubkey(), &season, terms);
                (person, vec![update])
            }
            4..=8 => self.fund(&funder, &season),
            9..=11 => {
                let person = if self.random.bool() { funder } else { anybody };
                let page = airdrop::open_page(&person.pubkey(), &season, number);
                (person, vec![page])
            }
            12..=25 => {
                let open = self.open().filter(|_| self.random.u8(..8) > 0);
                self.claim(&open.unwrap_or(season))
            }
            26..=28 => (anybody, vec![airdrop::sweep(&season, &self.holder(&key).pubkey())]),
            29 => {
                let person = self.holder(&key);
                let cancel = airdrop::cancel_season(&person.pubkey(), &season, &key);
                (person, vec![cancel])
            }
            30..=32 => {
                let page: Option<Page> = self.read(&page_address(&season, number));
                let opener = page.map_or(key, |page| page.opener);
                let close = airdrop::close_page(&season, number, &self.holder(&opener).pubkey());
                let both = [close, airdrop::close_season(&season, &key)];
                (anybody, both.into_iter().take(self.random.usize(1..=2)).collect())
            }
            33..=35 => (anybody, vec![airdrop::close_season(&season, &self.holder(&key).pubkey())]),
            36 => {
                if self.read::<Season>(&season).is_some_and(|season| !season.ledger.over) {
                    self.world.donate(&funder, &vault_address(&season), 7);
                }
                (anybody, vec![create_associated(&funder.pubkey(), &key, &MINT.address)])
            }
            _ => self.token_program(&season),
        }
    }

    /// A season in which claims go on.
    fn open(&mut self) -> Option<Pubkey> {
        let now = self.world.now();
        let is_open = |season: &&Pubkey| {
            let ledger = self.read::<Season>(season).map(|season| season.ledger);
            ledger.is_some_and(|ledger| !ledger.over && ledger.has_opened(now) && now < ledger.closes_at)
        };
        let mut open: Vec<_> = self.lists.keys().filter(is_open).copied().collect();
        open.sort_unstable();
        (!open.is_empty()).then(|| open[self.random.usize(..open.len())])
    }

    fn create(&mut self, funder: &Keypair, id: u64) -> Attempt {
        let key = funder.pubkey();
        let rest = if self.random.bool() { Rest::Burn } else { Rest::Return };
        let list = self.list(usize::from(key == self.people[1].pubkey()), id);
        let (season, terms) = (list.season, self.terms(&list));
        self.next = Some(list);
        let mut calls = airdrop::create_season(&key, id, rest, terms).to_vec();
        if self.random.u8(..3) > 0 {
            calls.extend([airdrop::fund(&key, &season, terms.pool), airdrop::open_page(&key, &season, 0)]);
        }
        (funder.insecure_clone(), calls)
    }

    fn fund(&mut self, funder: &Keypair, season: &Pubkey) -> Attempt {
        let ledger = self.read::<Season>(season).map(|season| season.ledger);
        let missing = ledger.map_or(1, |ledger| ledger.pool - ledger.funded);
        let amount = [missing, missing, missing / 2, missing + 1][self.random.usize(..4)];
        let person = self.holder(&funder.pubkey());
        let fund = airdrop::fund(&person.pubkey(), season, amount);
        (person, vec![fund])
    }

    fn claim(&mut self, season: &Pubkey) -> Attempt {
        let entry = self.entry(season);
        let wallet = self.holder(&entry.wallet);
        match self.random.u8(..8) {
            0 | 1 => (wallet, vec![airdrop::claim_for(season, &entry)]),
            2 => {
                // Both ways in one transaction.
                let entry = Entry { wallet: wallet.pubkey(), ..entry };
                (wallet, vec![airdrop::claim_for(season, &entry), airdrop::claim(season, &entry)])
            }
            3 => {
                let to = associated_address(&self.person().pubkey(), &MINT.address);
                let entry = Entry { wallet: wallet.pubkey(), ..entry };
                (wallet, vec![airdrop::claim_to(season, &entry, to)])
            }
            _ => {
                let entry = Entry { wallet: wallet.pubkey(), ..entry };
                (wallet, vec![airdrop::claim(season, &entry)])
            }
        }
    }

    /// The token program's own calls on a vault.
    fn token_program(&mut self, season: &Pubkey) -> Attempt {
        let person = self.person();
        let (key, vault, mint) = (person.pubkey(), vault_address(season), MINT.address);
        let to = associated_address(&key, &mint);
        let call = match self.random.u8(..4) {
            0 => spl::transfer_checked(&TOKEN_PROGRAM, &vault, &mint, &to, &key, &[], 1, 8),
            1 => spl::approve(&TOKEN_PROGRAM, &vault, &key, &key, &[], u64::MAX),
            2 => spl::close_account(&TOKEN_PROGRAM, &vault, &key, &key, &[]),
            _ => {
                let authority = AuthorityType::AccountOwner;
                spl::set_authority(&TOKEN_PROGRAM, &vault, Some(&key), authority, &key, &[])
            }
        };
        (person, vec![call.expect("a call")])
    }

    /// Replaces an account of each call at random, duplicates included.
    fn corrupt(&mut self, calls: &mut [Instruction]) {
        let mut pool: Vec<Pubkey> = self.lists.keys().copied().collect();
        pool.sort_unstable();
        let seasons = pool.clone();
        pool.extend(seasons.iter().flat_map(|season| [vault_address(season), page_address(season, 0)]));
        pool.extend(self.people.iter().map(|person| associated_address(&person.pubkey(), &MINT.address)));
        // What people do with their own accounts by the token program is their own affair.
        for call in calls.iter_mut().filter(|call| call.program_id != TOKEN_PROGRAM) {
            let place = self.random.usize(..call.accounts.len());
            let meta = &mut call.accounts[place];
            if !meta.is_signer {
                *meta = AccountMeta { pubkey: pool[self.random.usize(..pool.len())], ..meta.clone() };
            }
        }
    }

    fn step(&mut self) {
        self.move_clock();
        let (_, mut calls) = self.attempt();
        if self.random.u8(..6) == 0 {
            self.corrupt(&mut calls);
        }
        let signs = |key: Pubkey| {
            calls.iter().flat_map(|call| &call.accounts).any(|meta| meta.is_signer && meta.pubkey == key)
        };
        let signers: Vec<_> = self.people.iter().filter(|person| signs(person.pubkey())).collect();
        let next = self.next.take();
        match self.world.send(&calls, &signers) {
            Ok(receipt) => {
                self.lists.extend(next.map(|list| (list.season, list)));
                self.note(&receipt);
            }
            Err(failure) => *self.refused.entry(failure.reason()).or_default() += 1,
        }
    }

    fn note(&mut self, receipt: &Receipt) {
        let mut note = |what, count: usize| *self.seen.entry(what).or_default() += count as u64;
        note("created", receipt.events::<events::SeasonCreated>().len());
        note("updated", receipt.events::<events::SeasonUpdated>().len());
        note("funded", receipt.events::<events::SeasonFunded>().len());
        note("claimed", receipt.events::<events::Claimed>().len());
        note("swept", receipt.events::<events::SeasonSwept>().len());
        note("cancelled", receipt.events::<events::SeasonCancelled>().len());
        note("closed", receipt.events::<events::SeasonClosed>().len());
    }

    /// Brings every season to its end; nothing is left at the program's addresses.
    fn finish(&mut self) {
        self.world.pass(3 * MAX_OPEN_SECONDS);
        let mut lists: Vec<_> = self.lists.values().map(|list| (list.season, list.funder)).collect();
        lists.sort_unstable();
        for (season, funder) in lists {
            let Some(Season { ledger, .. }) = self.read(&season) else { continue };
            let stranger = self.person();
            if !ledger.over {
                let end = match ledger.is_funded() {
                    true => airdrop::sweep(&season, &funder),
                    false => airdrop::cancel_season(&stranger.pubkey(), &season, &funder),
                };
                let signers = if ledger.is_funded() { vec![] } else { vec![&stranger] };
                self.world.accepted(&[end], &signers);
            }
            if let Some(Page { opener, .. }) = self.read(&page_address(&season, 0)) {
                self.world.accepted(&[airdrop::close_page(&season, 0, &opener)], &[]);
            }
            self.world.accepted(&[airdrop::close_season(&season, &funder)], &[]);
            for address in [season, page_address(&season, 0), vault_address(&season)] {
                assert_eq!(self.world.svm.get_balance(&address).unwrap_or_default(), 0, "a rent stays");
            }
        }
    }
}

#[test]
fn no_sequence_pays_twice_or_more_than_a_pool() {
    let (seed, steps) = (walk::seed(), walk::steps().max(1_000));
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={steps}");
    let mut walk = Walk::new(seed, steps);
    for _ in 0..steps {
        walk.step();
    }
    println!("{:?}\nrefused: {:?}", walk.seen, walk.refused);
    assert!(walk.seen["created"] > 2 && walk.seen["claimed"] > 0, "the walk went nowhere");
    assert!(walk.refused.len() > 10, "few reasons");
    walk.finish();
}
