//! How the genesis allocations reach people: eight airdrop seasons with 10,000 claimants, and the
//! grants of what is locked.

mod grants;
mod seasons;

pub use seasons::SeasonStory;
use {
    anyhow::{ensure, Result},
    grants::Grants,
    io_client::{
        addresses::{emission::MINT, vesting::VAULTS},
        token::associated_address,
    },
    io_economics::genesis::CATEGORIES,
    io_testkit::World,
    seasons::Seasons,
    serde::Serialize,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// What happened to the genesis allocations, in base units of IO.
#[derive(Clone, Default, Serialize)]
pub struct Story {
    /// The seasons.
    pub seasons: Vec<SeasonStory>,
    /// Burned of what nobody claimed.
    pub burned: u64,
    /// Grants of what is locked.
    pub grants: usize,
    /// Transactions that released them.
    pub releases: u64,
    /// The dearest of them, in compute units.
    pub most_release_compute_units: u64,
    /// What the supply consists of at each month's end, month 0 first.
    pub months: Vec<Month>,
}

/// What the supply consists of.
#[derive(Clone, Copy, Serialize)]
pub struct Month {
    /// In the vaults of the locks.
    pub locked: u64,
    /// In seasons, not claimed.
    pub in_airdrops: u64,
    /// In the wallets of the ecosystem and the community.
    pub treasury: u64,
    /// Everything else.
    pub circulating: u64,
}

/// Seasons and grants at work.
pub struct Distribution {
    owners: [Keypair; CATEGORIES],
    seasons: Seasons,
    grants: Grants,
    /// What happened so far.
    pub story: Story,
}

impl Distribution {
    /// Publishes and funds the seasons, and makes the grants.
    pub fn new(world: &mut World, owners: &[Keypair; CATEGORIES], seed: u64) -> Self {
        let owners = owners.each_ref().map(Keypair::insecure_clone);
        let [seed_manager, series_a, core, _, community] = &owners;
        let seasons = Seasons::new(world, community, seed);
        let grants = Grants::new(world, [seed_manager, series_a, core]);
        let story = Story { grants: grants.count(), ..Story::default() };
        let mut distribution = Self { owners, seasons, grants, story };
        distribution.look(world);
        distribution
    }

    /// Claims whatever claimants want by now, and ends the seasons that are closed.
    ///
    /// # Errors
    /// If a season pays otherwise than published.
    pub fn day(&mut self, world: &mut World) -> Result<()> {
        self.story.burned += self.seasons.day(world)?;
        Ok(())
    }

    /// Releases what has vested, and notes what circulates.
    ///
    /// # Errors
    /// If a grant pays otherwise than the exact reference.
    pub fn month_ends(&mut self, world: &mut World, month: i64) -> Result<()> {
        for receipt in self.grants.release(world, month)? {
            self.story.releases += 1;
            self.story.most_release_compute_units =
                self.story.most_release_compute_units.max(receipt.compute_units);
        }
        self.look(world);
        Ok(())
    }

    /// What is left in the end.
    ///
    /// # Errors
    /// If something is locked, or a season is not over.
    pub fn finish(&mut self, world: &World) -> Result<()> {
        ensure!(VAULTS.iter().all(|vault| world.balance(vault) == 0), "IO is locked after month 48");
        self.story.seasons = self.seasons.stories()?;
        Ok(())
    }

    fn look(&mut self, world: &World) {
        let locked = VAULTS.iter().map(|vault| world.balance(vault)).sum();
        let in_airdrops = self.seasons.held(world);
        let [.., ecosystem, community] = &self.owners;
        let wallets = [ecosystem, community].map(|owner| associated_address(&owner.pubkey(), &MINT.address));
        let treasury = wallets.iter().map(|wallet| world.balance(wallet)).sum();
        let circulating = world.supply() - locked - in_airdrops - treasury;
        self.story.months.push(Month { locked, in_airdrops, treasury, circulating });
    }
}
