//! The trade of a pass.

use {
    super::{Keeper, Report},
    crate::{
        trader::{why_not, Trader, NOT_PAID},
        Trading,
    },
    io_client::addresses::buyback,
    io_rpc::Fault,
    metrics::counter,
    solana_signer::Signer,
    tracing::{debug, warn},
};

impl Keeper<'_> {
    /// Fills, or else swaps, if the rule pays it. One that cannot be tried does not keep the other
    /// from it.
    pub(super) fn trade(&mut self, trading: &Trading, report: &mut Report) {
        let trader = match Trader::look(self.chain, trading) {
            Ok(Some(trader)) => trader,
            Ok(None) => return,
            Err(fault) => return self.no_trade("trade", &fault, report),
        };
        let me = self.payer.pubkey();
        for (name, trades) in [("fill", trader.fill(&me, trading)), ("swap", trader.swaps(trading))] {
            let trades = match trades {
                Ok(trades) => trades,
                Err(fault) => {
                    self.no_trade(name, &fault, report);
                    continue;
                }
            };
            for calls in trades {
                if self.is_over() {
                    return;
                }
                match self.send(name, 1, &calls) {
                    Ok(()) => {
                        report.done += 1;
                        counter!("io_keeper_tasks_total", "task" => name, "outcome" => "done").increment(1);
                        return;
                    }
                    Err(fault) => {
                        self.no_trade(name, &fault, report);
                        if fault.is_passing() {
                            return;
                        }
                        // Another refusal meets a smaller trade, too.
                        if fault.refusal().and_then(why_not) != Some(NOT_PAID) {
                            break;
                        }
                    }
                }
            }
        }
    }

    /// Notes why a trade was not made. That the rule does not pay it now is no failure.
    fn no_trade(&mut self, name: &'static str, fault: &Fault, report: &mut Report) {
        match (fault, fault.refusal().and_then(why_not)) {
            (Fault::Refused(refusal), Some(why)) => debug!(name, %refusal, "{why}"),
            (Fault::Refused(refusal), None) if refusal.is_unpaid() => self.broke = true,
            (fault, _) if fault.is_passing() => self.failed((name, buyback::CONFIG.address), fault, report),
            (fault, _) => warn!(name, %fault, "no trade"),
        }
    }
}
