//! The eight seasons, as the network announced them, and their claimants: most claim soon, some
//! late, some never.

use {
    anyhow::{ensure, Result},
    io_client::{
        addresses::emission::MINT,
        airdrop::{self, page_address, pages, Rest, Terms},
        token::create_associated,
    },
    io_economics::{time::DAY, units::BASE_UNITS_PER_IO},
    io_reference::airdrop as reference,
    io_testkit::{
        airdrop::{Published, SEASONS},
        World,
    },
    serde::Serialize,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

/// When a season of [`SEASONS`] is open, and for whom.
struct Plan {
    claimants: usize,
    /// Days from genesis to its opening.
    opens: i64,
    /// Days from its opening to its closing.
    open: u32,
}

/// Claimants of all seasons.
const CLAIMANTS: usize = 10_000;

/// In the order of [`SEASONS`].
const PLANS: [Plan; 8] = [
    Plan { claimants: 3_000, opens: 8, open: 180 },
    Plan { claimants: 600, opens: 8, open: 180 },
    Plan { claimants: 1_600, opens: 38, open: 180 },
    Plan { claimants: 400, opens: 38, open: 180 },
    Plan { claimants: 1_200, opens: 68, open: 180 },
    Plan { claimants: 300, opens: 68, open: 180 },
    Plan { claimants: 1_900, opens: 8, open: 365 },
    Plan { claimants: 1_000, opens: 68, open: 365 },
];

/// What happened to a season, in base units of IO.
#[derive(Clone, Default, Serialize)]
pub struct SeasonStory {
    /// Its name.
    pub name: &'static str,
    /// The pool.
    pub pool: u64,
    /// Wallets on its list.
    pub claimants: usize,
    /// Of which claimed soon.
    pub soon: usize,
    /// Of which claimed in the last two months.
    pub late: usize,
    /// Of which never claimed.
    pub never: usize,
    /// Paid.
    pub paid: u64,
    /// Burned in the end.
    pub burned: u64,
    /// The dearest claim, in compute units, the creation of the wallet's account left out.
    pub most_claim_compute_units: u64,
}

struct Claimant {
    key: Keypair,
    index: u32,
    /// When it claims; never if none.
    at: Option<i64>,
    late: bool,
}

struct Season {
    list: Published,
    terms: Terms,
    /// Those who claim last come first.
    waiting: Vec<Claimant>,
    over: bool,
    story: SeasonStory,
}

/// The seasons at work.
pub struct Seasons {
    funder: Pubkey,
    seasons: Vec<Season>,
}

impl Seasons {
    /// Publishes and funds them.
    pub fn new(world: &mut World, funder: &Keypair, seed: u64) -> Self {
        let mut random = fastrand::Rng::with_seed(seed);
        let mut seasons = Vec::new();
        for ((id, (name, pool)), plan) in (1u64..).zip(SEASONS).zip(&PLANS) {
            let story = SeasonStory {
                name,
                pool: pool * BASE_UNITS_PER_IO,
                claimants: plan.claimants,
                ..SeasonStory::default()
            };
            seasons.push(Season::publish(world, funder, id, plan, story, &mut random));
        }
        Self { funder: funder.pubkey(), seasons }
    }

    /// Claims what claimants want by now; returns what was burned of seasons that are closed.
    pub fn day(&mut self, world: &mut World) -> Result<u64> {
        let mut burned = 0;
        for season in self.seasons.iter_mut().filter(|season| !season.over) {
            season.claims(world)?;
            if world.now() >= season.terms.closes_at() {
                burned += season.end(world, &self.funder)?;
            }
        }
        Ok(burned)
    }

    /// What their vaults hold.
    pub fn held(&self, world: &World) -> u64 {
        self.seasons.iter().map(|season| world.balance(&airdrop::vault_address(&season.list.season))).sum()
    }

    /// What happened to each.
    pub fn stories(&self) -> Result<Vec<SeasonStory>> {
        ensure!(self.seasons.iter().all(|season| season.over), "a season is not over");
        let sum = |part: fn(&SeasonStory) -> usize| -> usize {
            self.seasons.iter().map(|season| part(&season.story)).sum()
        };
        let (all, soon, late) =
            (sum(|story| story.claimants), sum(|story| story.soon), sum(|story| story.late));
        let never = sum(|story| story.never);
        ensure!(soon + late + never == all && all == CLAIMANTS, "{all} claimants");
        ensure!(2 * soon > all && late > 0 && never > 0, "most claim soon, some late, some never");
        Ok(self.seasons.iter().map(|season| season.story.clone()).collect())
    }
}

impl Season {
    fn publish(
        world: &mut World,
        funder: &Keypair,
        id: u64,
        plan: &Plan,
        story: SeasonStory,
        random: &mut fastrand::Rng,
    ) -> Self {
        let keys: Vec<Keypair> = (0..plan.claimants).map(|_| world.key()).collect();
        // Most have few points, few have many.
        let points = keys.iter().map(|key| (key.pubkey(), 1u64 << random.u32(0..16))).collect();
        let list = Published::new(&funder.pubkey(), id, points);
        let pool = story.pool;
        let opens_at = world.now() + plan.opens * DAY;
        let terms = Terms { opens_at, open_seconds: plan.open * DAY as u32, ..list.terms(pool, world.now()) };
        world.create_season(funder, &list, Rest::Burn, terms);
        world.accepted(&[airdrop::fund(&funder.pubkey(), &list.season, pool)], &[funder]);
        let mut waiting: Vec<Claimant> = (0..)
            .zip(keys)
            .map(|(index, key)| {
                let (late, never) = (random.u8(..100) < 8, random.u8(..100) < 7);
                let at = if late {
                    terms.closes_at() - random.i64(20 * DAY..60 * DAY)
                } else {
                    opens_at + random.i64(0..100 * DAY)
                };
                Claimant { key, index, at: (!never).then_some(at), late }
            })
            .collect();
        waiting.sort_by_key(|claimant| std::cmp::Reverse(claimant.at.unwrap_or(i64::MAX)));
        Self { list, terms, waiting, over: false, story }
    }

    /// Half of them sign, for the others somebody claims.
    fn claims(&mut self, world: &mut World) -> Result<()> {
        let now = world.now();
        while let Some(claimant) = self.waiting.pop_if(|last| last.at.is_some_and(|at| at <= now)) {
            let entry = self.list.entry(claimant.index);
            let (wallet, payer) = (claimant.key.pubkey(), world.payer.pubkey());
            world.accepted(&[create_associated(&payer, &wallet, &MINT.address)], &[]);
            let receipt = if claimant.index % 2 == 0 {
                world.accepted(&[airdrop::claim(&self.list.season, &entry)], &[&claimant.key])
            } else {
                world.accepted(&[airdrop::claim_for(&self.list.season, &entry)], &[])
            };
            let has = world.balance(&io_client::token::associated_address(&wallet, &MINT.address));
            let exact = reference::payout(entry.points, self.terms.points, self.terms.pool);
            ensure!(has == exact, "{} points paid {has}, the reference says {exact}", entry.points);
            let story = &mut self.story;
            story.paid += has;
            story.most_claim_compute_units = story.most_claim_compute_units.max(receipt.compute_units);
            if claimant.late {
                story.late += 1;
            } else {
                story.soon += 1;
            }
        }
        Ok(())
    }

    /// Anyone sweeps and closes everything.
    fn end(&mut self, world: &mut World, funder: &Pubkey) -> Result<u64> {
        let before = world.burned_by_programs;
        if let Some(claimant) = self.waiting.first() {
            let too_late = airdrop::claim_for(&self.list.season, &self.list.entry(claimant.index));
            ensure!(world.send(&[too_late], &[]).is_err(), "a claim after the closing was paid");
        }
        world.accepted(&[airdrop::sweep(&self.list.season, funder)], &[]);
        for number in 0..pages(self.terms.leaves) {
            ensure!(world.svm.get_account(&page_address(&self.list.season, number)).is_some(), "no page");
            world.accepted(&[airdrop::close_page(&self.list.season, number, funder)], &[]);
        }
        world.accepted(&[airdrop::close_season(&self.list.season, funder)], &[]);
        self.over = true;
        self.story.never = self.waiting.len();
        self.story.burned = world.burned_by_programs - before;
        ensure!(self.story.paid + self.story.burned == self.terms.pool, "paid and burned are not the pool");
        Ok(self.story.burned)
    }
}
