//! How old and how wide the prices are: without them nothing buys.

use {
    super::Keeper,
    io_client::buyback,
    io_rpc::readings,
    metrics::gauge,
    std::time::{Duration, Instant},
    tracing::{debug, warn},
};

/// A price that is older than this is stale, in seconds.
const STALE: i64 = 600;
/// A stale price is told no more often.
const AGAIN: Duration = Duration::from_secs(600);

impl Keeper<'_> {
    /// Looks at both prices.
    pub(super) fn watch_prices(&mut self, config: &buyback::Config, now: i64) {
        let prices = self.config.prices.accounts(config);
        let both = match readings(self.chain, config, &prices, now) {
            Ok(both) => both,
            Err(fault) => return debug!(%fault, "no look at the prices"),
        };
        for ((feed, account), reading) in [("IO", prices.io), ("USDC", prices.usdc)].into_iter().zip(both) {
            let stale = match &reading {
                Ok(reading) => {
                    gauge!("io_keeper_price_age_seconds", "feed" => feed).set(reading.age as f64);
                    gauge!("io_keeper_price_width_bps", "feed" => feed).set(reading.width_bps() as f64);
                    reading.age > STALE
                }
                Err(_) => true,
            };
            let told = self.stale_told.is_some_and(|at| at.elapsed() < AGAIN);
            if stale && !told {
                self.stale_told = Some(Instant::now());
                let age = reading.map(|reading| reading.age).ok();
                warn!(
                    feed,
                    %account,
                    age,
                    "nobody pushes this price, so nothing buys: run Pyth's price pusher for this shard, as \
                     docs/keeper.md shows"
                );
            }
        }
    }
}
