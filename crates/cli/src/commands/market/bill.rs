//! What a booking costs, node by node, shown before it is signed.

use {
    super::offers::Offer,
    crate::{session::show, Exit, Failure},
    io_client::orders::{Booking, Charge, Config, Currency, OrdersError},
};

/// A node that is booked, and what that costs.
pub struct Line<'a> {
    /// The node and what is asked for it.
    pub offer: &'a Offer,
    /// Processors to book.
    pub processors: u32,
    /// Cost and fees.
    pub charge: Charge,
}

/// A bill.
pub struct Bill<'a> {
    /// In which currency.
    pub currency: Currency,
    /// For how long, in seconds.
    pub duration: u32,
    /// The nodes.
    pub lines: Vec<Line<'a>>,
}

/// A price may move so far while a booking is on its way, as a divisor: by 1%.
const MOVES: u64 = 100;

impl Line<'_> {
    /// The most that the client signs for.
    pub fn most(&self) -> u64 {
        let total = self.charge.total().unwrap_or(u64::MAX);
        if self.offer.at_oracle {
            total.saturating_add(total / MOVES)
        } else {
            total
        }
    }
}

impl<'a> Bill<'a> {
    /// What the picked nodes cost.
    ///
    /// # Errors
    /// If the program would refuse one of them.
    pub fn new(
        picked: &[(&'a Offer, u32)],
        currency: Currency,
        duration: u32,
        config: &Config,
        now: i64,
    ) -> Result<Self, Failure> {
        let line = |(offer, processors): &(&'a Offer, u32)| {
            let (offer, processors) = (*offer, *processors);
            let booking = Booking { processors, duration, currency, hired: offer.node.ledger.hired };
            let terms = offer.ask.terms.take(&booking, offer.rate, now);
            let charge = terms.and_then(|terms| terms.quote(&config.rules));
            charge.map(|charge| Line { offer, processors, charge }).map_err(|refusal| {
                let message =
                    format!("{processors} processors of {}: {}.", offer.address, OrdersError::from(refusal));
                Failure::new(Exit::Refused, message)
            })
        };
        let lines = picked.iter().map(line).collect::<Result<_, _>>()?;
        Ok(Self { currency, duration, lines })
    }

    /// The most that the client signs for in all, in base units.
    pub fn most(&self) -> u64 {
        self.lines.iter().map(Line::most).fold(0, u64::saturating_add)
    }

    /// All that is paid in, in base units.
    pub fn total(&self) -> u64 {
        let totals = self.lines.iter().map(|line| line.charge.total().unwrap_or(u64::MAX));
        totals.fold(0, u64::saturating_add)
    }

    /// The bill as a table's rows, the sum last.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let show = |amount| show(amount, self.currency);
        let row = |line: &Line| {
            let Charge { cost, booking, payment } = line.charge;
            let total = line.charge.total().unwrap_or(u64::MAX);
            vec![
                line.offer.address.to_string(),
                line.processors.to_string(),
                show(line.offer.rate),
                show(cost),
                show(booking.saturating_add(payment)),
                show(total),
            ]
        };
        let processors: u64 = self.lines.iter().map(|line| u64::from(line.processors)).sum();
        let empty = String::new;
        let sum =
            vec!["in all".to_owned(), processors.to_string(), empty(), empty(), empty(), show(self.total())];
        self.lines.iter().map(row).chain([sum]).collect()
    }
}

/// Columns of a bill.
pub const HEADER: [&str; 6] = ["node", "processors", "an hour", "cost", "fees", "paid in"];
