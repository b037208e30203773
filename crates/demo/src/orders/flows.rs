//! What went in and out of the vaults, as the events say.

use {
    super::{Flow, OrdersStory},
    anyhow::{ensure, Result},
    io_client::orders::{self, events, vault, Currency, Fees},
    io_testkit::{orders::CURRENCIES, Receipt, World},
};

impl OrdersStory {
    /// Sends what was earned to buyback.
    pub fn sweep(&mut self, world: &mut World) {
        for currency in CURRENCIES {
            if let Ok(receipt) = world.send(&[orders::sweep_fees(currency)], &[]) {
                let swept = receipt.events::<events::FeesSwept>();
                self.flow(currency).swept += swept.iter().map(|event| event.amount).sum::<u64>();
            }
        }
    }

    pub(super) fn flow(&mut self, currency: Currency) -> &mut Flow {
        &mut self.story.flows[currency as usize]
    }

    /// Adds up what the events of a step say.
    pub(super) fn count(&mut self, index: usize, receipt: &Receipt) {
        let currency = self.accepted[index].currency;
        let flow = self.flow(currency);
        let mut out = |provider: u64, client: u64, fees: Fees| {
            flow.providers += provider;
            flow.refunds += client;
            flow.buyer_booking += fees.buyer_booking;
            flow.buyer_payment += fees.buyer_payment;
            flow.provider_booking += fees.provider_booking;
            flow.provider_payment += fees.provider_payment;
        };
        for event in receipt.events::<events::OrderSettled>() {
            out(event.provider, event.client + event.bond, event.fees);
        }
        for event in receipt.events::<events::OrderResolved>() {
            out(event.provider, event.client + event.bond_returned, event.fees);
        }
        for event in receipt.events::<events::OrderEnded>() {
            out(0, event.refund, Fees::default());
        }
        for event in receipt.events::<events::OrderDisputed>() {
            flow.paid_in += event.bond;
        }
        for event in receipt.events::<events::OrderExtended>() {
            flow.paid_in += event.cost + event.fees;
        }
    }

    /// What the vaults hold at the end; fails unless it is what came in and did not go out, and
    /// unless everything happened that can.
    pub fn finish(&mut self, world: &mut World) -> Result<()> {
        self.sweep(world);
        self.story.everything_happened()?;
        for currency in CURRENCIES {
            let balances = world.ledger(currency).balances;
            let held = world.balance(&vault(currency));
            let auctions = &self.story.market.auctions;
            // Automatic requests are in USDC.
            let [bonds_in, bonds_out] = match currency {
                Currency::Usdc => [auctions.bonds_in, auctions.bonds_out],
                Currency::Io => [0; 2],
            };
            let flow = self.flow(currency);
            (flow.held, flow.escrowed, flow.unclaimed, flow.bonds, flow.fees) =
                (held, balances.escrowed, balances.unclaimed, balances.bonds, balances.fees);
            let paid_in = flow.paid_in + bonds_in;
            let out = flow.providers + flow.refunds + flow.swept + bonds_out;
            ensure!(paid_in == out + held, "{currency:?}: {paid_in} in, {out} out, {held} held");
            ensure!(
                held == balances.escrowed + balances.unclaimed + balances.bonds + balances.fees,
                "{currency:?}: the balances differ"
            );
        }
        Ok(())
    }
}
