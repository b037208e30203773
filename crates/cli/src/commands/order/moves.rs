//! What a step took out of an order: the step made again, on the order as it was before.

use {
    crate::{session::show, Failure, Session},
    io_client::{
        economics::orders::{Escrow, Outcome},
        orders::{Order, OrderError},
    },
    io_rpc::read,
    solana_pubkey::Pubkey,
};

/// What `step` moved, if it alone made `after` of `before`.
fn moved(
    before: &Escrow,
    after: &Escrow,
    step: impl FnOnce(&mut Escrow, i64) -> Result<Outcome, OrderError>,
) -> Option<Outcome> {
    let mut again = *before;
    // An order notes the greatest time that it has seen: that of its last step.
    let outcome = step(&mut again, after.seen_at()).ok()?;
    (again == *after).then_some(outcome)
}

/// What `step` has moved since an order was as it was `before`; none if nothing was sent, or
/// somebody has changed or closed the order meanwhile.
///
/// # Errors
/// If the cluster does not answer.
pub fn outcome(
    session: &Session,
    address: &Pubkey,
    before: &Order,
    step: impl FnOnce(&mut Escrow, i64) -> Result<Outcome, OrderError>,
) -> Result<Option<Outcome>, Failure> {
    let after: Option<Order> = if session.sends() { read(session.chain, address)? } else { None };
    let after = after.filter(|after| after.serial == before.serial);
    Ok(after.and_then(|after| moved(&before.escrow, &after.escrow, step)))
}

/// Says who got what by `step` since an order was as it was `before`, and whose money waits.
///
/// # Errors
/// If the cluster does not answer.
pub fn tell(
    session: &mut Session,
    address: &Pubkey,
    before: &Order,
    waiting: &[Pubkey],
    step: impl FnOnce(&mut Escrow, i64) -> Result<Outcome, OrderError>,
) -> Result<(), Failure> {
    let Some(moved) = outcome(session, address, before, step)? else { return Ok(()) };
    let fees = moved.fees.total().saturating_add(moved.bond_forfeited);
    let waits = |payee: &Pubkey| waiting.contains(payee);
    let title = |payee: &Pubkey, to, waiting| if waits(payee) { waiting } else { to };
    let told = [
        (title(&before.provider, "to the provider", "waits for the provider"), "provider", moved.provider),
        (title(&before.client, "to the client", "waits for the client"), "client", moved.to_client()),
        ("fees", "fees", fees),
    ];
    session.output.facts(&told.map(|(title, _, amount)| (title, show(amount, before.currency))));
    told.iter().for_each(|(_, key, amount)| session.output.set(key, amount.to_string()));
    let waiting: Vec<String> = waiting.iter().map(ToString::to_string).collect();
    session.output.set("waiting_for", waiting);
    Ok(())
}

#[cfg(test)]
mod tests {
    use {
        super::*,
        io_client::{
            economics::time::HOUR,
            orders::{Currency, Ender, Hire, Rules, Terms, MAX_SECONDS},
        },
    };

    #[test]
    fn a_step_made_again_says_what_it_moved() {
        let hire = Hire { processors: 3, rate: 1_234_567 };
        let terms = Terms { hire, duration: 172_800, currency: Currency::Usdc };
        let mut running = Escrow::open(&terms, &Rules::GENESIS, 0).unwrap().0;
        running.accept(0, MAX_SECONDS).unwrap();
        let mut after = running;
        let outcome = after.settle(30 * HOUR + 7).unwrap();
        assert_eq!(moved(&running, &after, Escrow::settle), Some(outcome));
        assert_eq!(moved(&running, &after, |escrow, now| escrow.end(now, Ender::Client)), None);
        let settled = after;
        after.dispute(31 * HOUR).unwrap();
        assert_eq!(moved(&settled, &after, Escrow::settle), None, "somebody else has changed it");
    }
}
