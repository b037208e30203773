//! What happened to orders, and to the money in them.

use {
    super::market::MarketStory,
    anyhow::{ensure, Result},
    io_client::orders::Currency,
    io_testkit::orders::CURRENCIES,
    serde::Serialize,
};

/// What went through one currency's vault, in base units.
#[derive(Serialize, Default, Clone, Copy)]
pub struct Flow {
    /// By clients: cost and fees.
    pub paid_in: u64,
    /// To providers, their fees taken off.
    pub providers: u64,
    /// Back to clients.
    pub refunds: u64,
    /// Buyers' booking fees.
    pub buyer_booking: u64,
    /// Buyers' payment fees.
    pub buyer_payment: u64,
    /// Providers' booking fees.
    pub provider_booking: u64,
    /// Providers' payment fees.
    pub provider_payment: u64,
    /// Swept to buyback.
    pub swept: u64,
    /// In the vault at the end.
    pub held: u64,
    /// Of it, in orders.
    pub escrowed: u64,
    /// Of it, waiting for payees.
    pub unclaimed: u64,
    /// Of it, bonds of disputes and bids.
    pub bonds: u64,
    /// Of it, fees not swept.
    pub fees: u64,
}

/// What happened.
#[derive(Serialize, Default, Clone)]
pub struct Story {
    /// Orders paid in.
    pub created: u64,
    /// Accepted.
    pub accepted: u64,
    /// Cancelled before acceptance.
    pub cancelled: u64,
    /// Extensions.
    pub extended: u64,
    /// Outages reported.
    pub outages: u64,
    /// Ended before their time.
    pub ended_early: u64,
    /// Disputes, of which the arbiter decided `resolved`.
    pub disputed: u64,
    /// Disputes decided; the rest settled by time.
    pub resolved: u64,
    /// Settled and closed.
    pub closed: u64,
    /// What was booked at asks, or awarded.
    pub market: MarketStory,
    /// IO, USDC.
    pub flows: [Flow; 2],
}

impl Story {
    /// # Errors
    /// If there were not hundreds of orders in both currencies, or something never happened.
    pub fn everything_happened(&self) -> Result<()> {
        ensure!(self.created >= 200, "only {} orders", self.created);
        for (what, times) in [
            ("accepted", self.accepted),
            ("cancelled", self.cancelled),
            ("extended", self.extended),
            ("hit by an outage", self.outages),
            ("ended early", self.ended_early),
            ("disputed", self.disputed),
            ("decided", self.resolved),
            ("closed", self.closed),
            ("booked at an ask", self.market.booked),
            ("part of a cluster", self.market.clusters),
            ("awarded to the lowest bid", self.market.auctions.closed_bids),
        ] {
            ensure!(times > 0, "no order was {what}");
        }
        for (class, auctions) in self.market.auctions.classes.iter().enumerate() {
            ensure!(auctions.awarded > 0, "class {class}: no order was awarded to the lowest bid");
            ensure!(auctions.bids > auctions.awarded, "class {class}: nobody was outbid");
            ensure!(auctions.cost < auctions.most, "class {class}: bids saved nothing");
        }
        for (flow, currency) in self.flows.iter().zip(CURRENCIES) {
            let usdc = currency == Currency::Usdc;
            for (what, amount) in [
                ("paid in", flow.paid_in),
                ("paid to providers", flow.providers),
                ("returned to clients", flow.refunds),
                ("taken as buyers' booking fees", flow.buyer_booking),
                ("taken as providers' booking fees", flow.provider_booking),
                ("swept", flow.swept),
            ] {
                ensure!(amount > 0, "{currency:?}: nothing was {what}");
            }
            ensure!((flow.buyer_payment > 0) == usdc, "{currency:?}: payment fees are for USDC alone");
        }
        Ok(())
    }
}
