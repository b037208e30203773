//! Figures that are summed over many accounts, or read from the cluster: computed at intervals,
//! once for all readers.

mod apr;
mod solvency;
mod supply;
pub mod tables;
mod watched;

use {
    super::Problem,
    crate::{Live, Tip},
    io_rpc::{
        solvency::{staking_config, Moment, SINGLETONS},
        supply::Treasury,
        Chain,
    },
    solvency::Tables,
    sqlx::AnyPool,
    std::{
        sync::{Arc, PoisonError, RwLock},
        time::{Duration, Instant},
    },
    tokio::{
        sync::watch,
        time::{interval, timeout, MissedTickBehavior},
    },
    tracing::warn,
};
pub use {
    apr::Apr,
    solvency::Solvency,
    supply::{IoAmount, Supply},
    watched::{OraclePrice, Watched},
};

/// From one look to the next.
const EVERY: Duration = Duration::from_secs(10);
/// Sums over all accounts are made anew after this many times the time that the last took.
const SHARE: u32 = 20;
/// The cluster is asked about a shortage no more often.
const ASKS: Duration = Duration::from_secs(60);
/// For so long without a new slot the tables still count as followed.
const FOLLOWED: Duration = Duration::from_secs(120);
/// After which a look at the cluster is given up.
const LOOK: Duration = Duration::from_secs(120);

/// A cluster that threads share.
pub type SharedChain = Arc<dyn Chain + Send + Sync>;

/// The figures as they were last computed.
#[derive(Debug, Default)]
pub struct Figures {
    seen: RwLock<Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    supply: Option<Arc<Supply>>,
    solvency: Option<Arc<Solvency>>,
    apr: Option<Arc<Apr>>,
    watched: Option<Arc<Watched>>,
    /// When the tables last moved on, and how far they are.
    moved: Option<(Option<Instant>, Tip)>,
}

impl Figures {
    fn seen(&self) -> Seen {
        self.seen.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen.write().unwrap_or_else(PoisonError::into_inner));
    }

    /// How much IO there is; none before it was read.
    #[must_use]
    pub fn supply(&self) -> Option<Arc<Supply>> {
        self.seen().supply
    }

    /// What vaults hold and owe; none before it was summed.
    #[must_use]
    pub fn solvency(&self) -> Option<Arc<Solvency>> {
        self.seen().solvency
    }

    /// What delegators earn; none before it was computed.
    #[must_use]
    pub fn apr(&self) -> Option<Arc<Apr>> {
        self.seen().apr
    }

    /// What was read from the cluster itself; none before it was.
    #[must_use]
    pub fn watched(&self) -> Option<Arc<Watched>> {
        self.seen().watched
    }

    /// Whether the tables have moved on lately.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.seen().moved.and_then(|(at, _)| at).is_some_and(|at| at.elapsed() <= FOLLOWED)
    }

    /// Notes how far the tables are.
    pub fn follow(&self, tip: Tip) {
        let known = self.seen().moved;
        if tip.slot == 0 || known.is_some_and(|(_, known)| known.slot == tip.slot && !tip.complete) {
            return;
        }
        // What an earlier run left is no move.
        let moved = match known {
            Some((at, known)) if known.slot == tip.slot => at.or_else(|| Some(Instant::now())),
            Some(_) => Some(Instant::now()),
            None => tip.complete.then(Instant::now),
        };
        self.set(|seen| seen.moved = Some((moved, tip)));
    }

    /// Sets what the cluster showed, and the figures that follow from it and the tables.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn show(&self, pool: &AnyPool, treasury: &Treasury, watched: Watched) -> Result<(), Problem> {
        let supply = supply::compute(pool, treasury, &watched).await?;
        self.set(|seen| {
            seen.supply = supply.map(Arc::new).or(seen.supply.take());
            seen.watched = Some(Arc::new(watched));
        });
        Ok(())
    }

    /// Sums what vaults owe and what delegators earn, by the tables alone. Whether vaults hold what
    /// they owe by them.
    ///
    /// # Errors
    /// If the database refuses.
    pub async fn sum(&self, pool: &AnyPool, tip: Tip) -> Result<bool, Problem> {
        let accounts = tables::at(pool, &SINGLETONS).await?;
        let account = |address: &_| accounts.get(address);
        let config = staking_config(account).map_err(|fault| {
            warn!(%fault, "the config of staking cannot be read");
            Problem::internal()
        })?;
        let Some(config) = config else { return Ok(true) };
        let Tables { solvency, apr } = solvency::sum(pool, &accounts, &config.pools, tip).await?;
        let is_covered = solvency.as_ref().is_none_or(|solvency| solvency.covered);
        self.set(|seen| {
            seen.apr = Some(Arc::new(apr));
            // A shortage is shown once the cluster itself shows it: the tables have accounts of
            // slots that are near, but not the same.
            if let Some(solvency) = solvency.filter(|solvency| solvency.covered) {
                seen.solvency = Some(Arc::new(solvency));
            }
        });
        Ok(is_covered)
    }

    /// Shows what the cluster itself has of vaults at one moment.
    pub fn confirm(&self, moment: &Moment, slot: u64) {
        if let Some(solvency) = solvency::of_moment(moment, slot) {
            self.set(|seen| seen.solvency = Some(Arc::new(solvency)));
        }
    }

    /// Computes at intervals, until `stop`. Without a cluster: by the tables alone.
    pub async fn run(
        &self,
        pool: AnyPool,
        live: Live,
        chain: Option<SharedChain>,
        treasury: Treasury,
        shard: u16,
        mut stop: watch::Receiver<bool>,
    ) {
        let mut ticks = interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (mut next_sum, mut next_ask) = (Instant::now(), Instant::now());
        loop {
            tokio::select! {
                _ = ticks.tick() => {}
                _ = stop.wait_for(|stop| *stop) => return,
            }
            let tip = *live.tip.borrow();
            self.follow(tip);
            if let Some(chain) = &chain {
                if let Err(problem) = self.look(&pool, chain, &treasury, shard).await {
                    warn!(code = problem.code(), "figures of the cluster stay as they were");
                }
            }
            if tip.slot == 0 || next_sum > Instant::now() {
                continue;
            }
            let start = Instant::now();
            let covered = self.sum(&pool, tip).await;
            next_sum = Instant::now() + start.elapsed() * SHARE;
            match covered {
                Ok(false) if next_ask <= Instant::now() => {
                    next_ask = Instant::now() + ASKS;
                    if let Some(chain) = &chain {
                        self.ask(chain, tip).await;
                    }
                }
                Ok(_) => {}
                Err(problem) => warn!(code = problem.code(), "figures of the tables stay as they were"),
            }
        }
    }

    /// Reads what the cluster shows, and sets it.
    ///
    /// # Errors
    /// If the database refuses or the cluster takes too long.
    pub async fn look(
        &self,
        pool: &AnyPool,
        chain: &SharedChain,
        treasury: &Treasury,
        shard: u16,
    ) -> Result<(), Problem> {
        let seasons = supply::own_seasons(pool, treasury).await?;
        let feeds = watched::price_accounts(pool, shard).await?;
        let (chain, wallets) = (Arc::clone(chain), treasury.clone());
        let look = move || Watched::read(&*chain, &seasons, &wallets, &feeds);
        let seen = timeout(LOOK, tokio::task::spawn_blocking(look)).await;
        match seen {
            Ok(Ok(Ok(watched))) => self.show(pool, treasury, watched).await,
            Ok(Ok(Err(fault))) => {
                warn!(%fault, "the cluster does not show its accounts");
                Ok(())
            }
            Ok(Err(_)) | Err(_) => Err(Problem::slow()),
        }
    }

    async fn ask(&self, chain: &SharedChain, tip: Tip) {
        let chain = Arc::clone(chain);
        let read = tokio::task::spawn_blocking(move || Moment::read(&*chain));
        match timeout(LOOK, read).await {
            Ok(Ok(Ok(Some(moment)))) => self.confirm(&moment, tip.slot),
            Ok(Ok(Ok(None))) => warn!("vaults change faster than the cluster shows them"),
            Ok(Ok(Err(fault))) => warn!(%fault, "the cluster does not show its vaults"),
            Ok(Err(_)) | Err(_) => warn!("looking at all vaults took too long"),
        }
    }
}
