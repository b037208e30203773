//! What a step took out of an order, by the order as it was before and as it is after.

use {
    crate::{session::show, Failure, Session},
    io_client::{
        economics::orders::Escrow,
        orders::{Order, OrderError},
    },
    io_rpc::read,
    solana_pubkey::Pubkey,
};

/// Base units that left an escrow.
#[derive(Debug, PartialEq, Eq)]
struct Moved {
    provider: u64,
    client: u64,
    fees: u64,
}

impl Moved {
    /// # Errors
    /// `CostTooHigh`, `Overflow` for terms that no program has accepted.
    fn between(before: &Escrow, after: &Escrow) -> Result<Self, OrderError> {
        let rates = before.fees;
        let gross = after.paid.saturating_sub(before.paid);
        let kept = rates.provider(after.paid).total().saturating_sub(rates.provider(before.paid).total());
        let buyer =
            if after.fees_earned && !before.fees_earned { before.booked()?.fees().total() } else { 0 };
        let left = before.held()?.saturating_sub(after.held()?);
        Ok(Self {
            provider: gross.saturating_sub(kept),
            client: left.saturating_sub(gross).saturating_sub(buyer),
            fees: buyer.saturating_add(kept),
        })
    }
}

/// Says who got what since an order was as it was `before`; nothing, if somebody has closed it
/// meanwhile.
pub fn tell(session: &mut Session, address: &Pubkey, before: &Order) -> Result<(), Failure> {
    let after: Option<Order> = if session.sends() { read(session.chain, address)? } else { None };
    let Some(after) = after.filter(|after| after.serial == before.serial) else { return Ok(()) };
    let Ok(moved) = Moved::between(&before.escrow, &after.escrow) else { return Ok(()) };
    let told = [
        ("to the provider", "provider", moved.provider),
        ("to the client", "client", moved.client),
        ("fees", "fees", moved.fees),
    ];
    session.output.facts(&told.map(|(title, _, amount)| (title, show(amount, before.currency))));
    told.iter().for_each(|(_, key, amount)| session.output.set(key, amount.to_string()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        io_client::{
            economics::orders::Outcome,
            orders::{Currency, Ender, Hire, Rules, Terms},
        },
    };

    const HOUR: i64 = 3_600;

    fn open(currency: Currency) -> Escrow {
        let terms = Terms { hire: Hire { processors: 3, rate: 1_234_567 }, duration: 48 * 3_600, currency };
        Escrow::open(&terms, &Rules::GENESIS, 0).unwrap().0
    }

    /// It says what the rule's own outcome says.
    fn agrees(escrow: &mut Escrow, step: impl FnOnce(&mut Escrow) -> Result<Outcome, OrderError>) {
        let before = *escrow;
        let outcome = step(escrow).unwrap();
        let moved = Moved::between(&before, escrow).unwrap();
        let fees = outcome.fees.total();
        assert_eq!(moved, Moved { provider: outcome.provider, client: outcome.client, fees });
    }

    #[test]
    fn it_tells_what_every_way_out_of_an_order_moves() {
        for currency in [Currency::Io, Currency::Usdc] {
            agrees(&mut open(currency), |escrow| escrow.cancel(HOUR, true));

            let mut running = open(currency);
            running.accept(0, true).unwrap();
            agrees(&mut running.clone(), |escrow| escrow.end(HOUR / 2, Ender::Operator));
            agrees(&mut running, |escrow| escrow.settle(30 * HOUR + 7));
            running.report_outage(32 * HOUR, 30 * HOUR, 31 * HOUR).unwrap();

            let mut disputed = running;
            disputed.dispute(33 * HOUR).unwrap();
            agrees(&mut disputed, |escrow| escrow.resolve(34 * HOUR, 3_333));

            agrees(&mut running, |escrow| escrow.end(40 * HOUR + 11, Ender::Client));
            agrees(&mut running, |escrow| escrow.settle(70 * HOUR));
        }
    }
}
