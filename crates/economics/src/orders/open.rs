//! From creation to acceptance, and extensions.

use super::{
    Charge, Currency, Escrow, Hire, Notice, OrderError, Outages, Outcome, Rules, Stage, HOUR, MAX_SECONDS,
};

/// What a client books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Processors and rate.
    pub hire: Hire,
    /// Time to book, in seconds.
    pub duration: u32,
    /// Currency of the order.
    pub currency: Currency,
}

impl Terms {
    /// What the client pays in under `rules`.
    ///
    /// # Errors
    /// `InvalidProcessors`, `InvalidRate`, `InvalidDuration`, `BelowLeastCost`, `CostTooHigh`.
    pub fn quote(&self, rules: &Rules) -> Result<Charge, OrderError> {
        if self.hire.processors == 0 {
            return Err(OrderError::InvalidProcessors);
        }
        if self.hire.rate == 0 {
            return Err(OrderError::InvalidRate);
        }
        if !(HOUR..=MAX_SECONDS).contains(&self.duration) {
            return Err(OrderError::InvalidDuration);
        }
        let charge = rules.fees.of(self.currency).buyer(self.hire.cost(self.duration)?);
        charge.total()?;
        if charge.cost < rules.least_cost(self.currency) {
            return Err(OrderError::BelowLeastCost);
        }
        Ok(charge)
    }
}

impl Escrow {
    /// An order created at `now`, and what its client pays in.
    ///
    /// # Errors
    /// As [`Terms::quote`].
    pub fn open(terms: &Terms, rules: &Rules, now: i64) -> Result<(Self, Charge), OrderError> {
        let charge = terms.quote(rules)?;
        let escrow = Self {
            rate: terms.hire.rate,
            paid: 0,
            at: now,
            bond: rules.least_cost(terms.currency),
            processors: terms.hire.processors,
            seen: 0,
            accept_seconds: rules.accept_seconds,
            holdback_seconds: rules.holdback_seconds,
            duration: terms.duration,
            longest: 0,
            kept: 0,
            disputed_at: 0,
            outages: Outages::default(),
            fees: rules.fees.of(terms.currency),
            stage: Stage::Open,
            keeps_hired: false,
            notice_hours: 0,
            notice: Notice::None,
            left_early: false,
            reserved: [0; 1],
        };
        Ok((escrow, charge))
    }

    /// Returns everything to the client, at `now`: `by_client` at any time before acceptance, by
    /// anyone once the window for accepting is over.
    ///
    /// # Errors
    /// `AlreadyAccepted`, `AlreadySettled`, `AcceptWindowOpen`.
    pub fn cancel(&mut self, now: i64, by_client: bool) -> Result<Outcome, OrderError> {
        self.check_open()?;
        if self.elapsed(now) <= self.accept_seconds && !by_client {
            return Err(OrderError::AcceptWindowOpen);
        }
        let client = self.held()?;
        self.stage = Stage::Settled;
        Ok(Outcome { client, ..Outcome::default() })
    }

    /// Starts the service, at `now`. Its client may extend it to `longest` seconds in all, or not
    /// at all if that is not more than what is booked.
    ///
    /// # Errors
    /// `AlreadyAccepted`, `AlreadySettled`, `AcceptWindowOver`.
    pub fn accept(&mut self, now: i64, longest: u32) -> Result<(), OrderError> {
        self.check_open()?;
        let elapsed = self.elapsed(now);
        if elapsed > self.accept_seconds {
            return Err(OrderError::AcceptWindowOver);
        }
        self.at = self.at.saturating_add(i64::from(elapsed));
        self.seen = 0;
        self.longest = longest.min(MAX_SECONDS).max(self.duration);
        self.stage = Stage::Running;
        Ok(())
    }

    /// Books `seconds` more at the same rate, at `now`. Returns what the client pays in.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadyEnded`, `AlreadySettled`, `ExtensionRefused`, `ServiceOver`,
    /// `InvalidDuration`, `CostTooHigh`.
    pub fn extend(&mut self, now: i64, seconds: u32) -> Result<Charge, OrderError> {
        self.check_running()?;
        if self.longest <= self.duration {
            return Err(OrderError::ExtensionRefused);
        }
        if self.elapsed(now) >= self.duration {
            return Err(OrderError::ServiceOver);
        }
        let duration = self.duration.saturating_add(seconds);
        if seconds == 0 || duration > self.longest {
            return Err(OrderError::InvalidDuration);
        }
        let longer = Self { duration, ..*self }.booked()?;
        longer.total()?;
        let charge = longer.since(self.booked()?);
        self.duration = duration;
        Ok(charge)
    }

    fn check_open(&self) -> Result<(), OrderError> {
        match self.stage {
            Stage::Open => Ok(()),
            Stage::Settled => Err(OrderError::AlreadySettled),
            Stage::Running | Stage::Ended | Stage::Disputed => Err(OrderError::AlreadyAccepted),
        }
    }
}
