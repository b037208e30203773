//! From creation to acceptance, and extensions.

use super::{Charge, Currency, Escrow, Fees, Hire, OrderError, Outcome, Rules, Stage, HOUR, MAX_SECONDS};

/// What a client asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Processors and rate.
    pub hire: Hire,
    /// Seconds.
    pub duration: u32,
    /// What it is paid in.
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
            processors: terms.hire.processors,
            seen: 0,
            accept_seconds: rules.accept_seconds,
            holdback_seconds: rules.holdback_seconds,
            duration: terms.duration,
            settled: 0,
            outage: 0,
            outage_until: 0,
            disputed_at: 0,
            fees: rules.fees.of(terms.currency),
            stage: Stage::Open,
            fees_earned: charge.fees().total() == 0,
            extendable: false,
            padding: [0; 3],
        };
        Ok((escrow, charge))
    }

    /// Returns everything, at `now`: to the client at any time before acceptance, `by_client` or, once the window for
    /// accepting is over, by anyone.
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

    /// Starts the service, at `now`.
    ///
    /// # Errors
    /// `AlreadyAccepted`, `AlreadySettled`, `AcceptWindowOver`.
    pub fn accept(&mut self, now: i64, extendable: bool) -> Result<(), OrderError> {
        self.check_open()?;
        let elapsed = self.elapsed(now);
        if elapsed > self.accept_seconds {
            return Err(OrderError::AcceptWindowOver);
        }
        self.at = self.at.saturating_add(i64::from(elapsed));
        self.seen = 0;
        self.extendable = extendable;
        self.stage = Stage::Running;
        Ok(())
    }

    /// Books `seconds` more at the same rate, at `now`. Returns what the client pays in, and what of it is earned at
    /// once, because the first hour has passed.
    ///
    /// # Errors
    /// `NotAccepted`, `AlreadyEnded`, `AlreadySettled`, `ExtensionRefused`, `ServiceOver`, `InvalidDuration`,
    /// `CostTooHigh`.
    pub fn extend(&mut self, now: i64, seconds: u32) -> Result<(Charge, Fees), OrderError> {
        self.check_running()?;
        if !self.extendable {
            return Err(OrderError::ExtensionRefused);
        }
        if self.elapsed(now) >= self.duration {
            return Err(OrderError::ServiceOver);
        }
        let duration = self.duration.saturating_add(seconds);
        if seconds == 0 || duration > MAX_SECONDS {
            return Err(OrderError::InvalidDuration);
        }
        let longer = Self { duration, ..*self }.booked()?;
        longer.total()?;
        let charge = longer.since(self.booked()?);
        self.duration = duration;
        Ok((charge, if self.fees_earned { charge.fees() } else { Fees::default() }))
    }

    fn check_open(&self) -> Result<(), OrderError> {
        match self.stage {
            Stage::Open => Ok(()),
            Stage::Settled => Err(OrderError::AlreadySettled),
            Stage::Running | Stage::Ended | Stage::Disputed => Err(OrderError::AlreadyAccepted),
        }
    }
}
