//! The trade of a pass.

use {
    super::Keeper,
    crate::{
        pass::Outcomes,
        trader::{why_not, Moment, Trade, Trader, NOT_PAID},
        Report, Trading,
    },
    io_client::addresses::buyback,
    io_rpc::{Fault, Sender},
    metrics::counter,
    solana_signer::Signer,
    tracing::{debug, info, warn},
};

/// What became of a trade.
enum Attempt {
    /// It was made.
    Done,
    /// There is none, or the rule does not pay it now; a smaller one it may.
    NotPaid,
    /// It was refused for another reason: a smaller one is refused, too.
    Other,
    /// Nothing more is tried in this pass.
    Stop,
}

impl Keeper<'_> {
    /// Opens an auction if none runs; else fills, or swaps, if the rule pays it. One that cannot be
    /// tried does not keep the other from it.
    pub(super) fn trade(&mut self, trading: &Trading, report: &mut Report) {
        let trader = match Trader::look(self.chain, &self.config.prices) {
            Ok(Some(Moment::Runs(trader))) => trader,
            Ok(Some(Moment::Opens)) => {
                self.attempt("open_auction", Ok(Some(Trade::open())), report);
                return;
            }
            Ok(None) => return,
            Err(fault) => return self.no_trade("trade", &fault, report),
        };
        let me = self.payer.pubkey();
        match self.attempt("fill", trader.fill(&me, trading), report) {
            Attempt::Done | Attempt::Stop => return,
            Attempt::NotPaid | Attempt::Other => {}
        }
        for usdc in trader.amounts(trading) {
            match self.attempt("swap", trader.swap(&me, trading, usdc), report) {
                // A smaller swap moves the price less.
                Attempt::NotPaid => {}
                Attempt::Done | Attempt::Stop | Attempt::Other => return,
            }
        }
    }

    /// Makes a trade, if there is one.
    fn attempt(
        &mut self,
        name: &'static str,
        trade: Result<Option<Trade>, Fault>,
        report: &mut Report,
    ) -> Attempt {
        if self.is_over() {
            return Attempt::Stop;
        }
        let outcome = match trade {
            Ok(None) => return Attempt::NotPaid,
            Ok(Some(trade)) => self.send(name, &trade),
            Err(fault) => Err(fault),
        };
        let Err(fault) = outcome else {
            report.done += 1;
            counter!("io_keeper_tasks_total", "task" => name, "outcome" => "done").increment(1);
            return Attempt::Done;
        };
        self.no_trade(name, &fault, report);
        if fault.refusal().and_then(why_not) == Some(NOT_PAID) {
            Attempt::NotPaid
        } else if fault.is_passing() {
            Attempt::Stop
        } else {
            Attempt::Other
        }
    }

    /// Notes why a trade was not made. That the rule does not pay it now is no failure.
    fn no_trade(&mut self, name: &'static str, fault: &Fault, report: &mut Report) {
        match (fault, fault.refusal().and_then(why_not)) {
            (Fault::Refused(refusal), Some(why)) => debug!(name, %refusal, "{why}"),
            (Fault::Refused(refusal), None) if refusal.is_unpaid() => self.broke = true,
            (fault, _) if fault.is_passing() => {
                let mut outcomes =
                    Outcomes { report: *report, backoff: &mut self.backoff, rents: &mut self.rents };
                outcomes.failed((name, buyback::CONFIG.address), fault);
                *report = outcomes.report;
            }
            (fault, _) => warn!(name, %fault, "no trade"),
        }
    }

    /// Sends a trade and waits for it: it may not be made twice.
    fn send(&self, name: &'static str, trade: &Trade) -> Result<(), Fault> {
        let sender = Sender {
            priority_fee: self.config.priority_fee.of(self.chain, &trade.calls),
            tables: &trade.tables,
            ..Sender::new(self.chain, &self.payer, self.patience)
        };
        let sent = sender.send(&trade.calls, &[]);
        if matches!(sent, Ok(_) | Err(Fault::Refused(_))) {
            self.beat();
        }
        let receipt = sent?;
        counter!("io_keeper_transactions_total").increment(1);
        counter!("io_keeper_compute_units_total").increment(receipt.compute_units);
        info!(task = name, count = 1, signature = %receipt.signature, "landed");
        Ok(())
    }
}
