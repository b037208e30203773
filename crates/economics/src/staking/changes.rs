//! Changes of a node other than its stake. Each syncs first, so that the past earns by the figures
//! of the past.

use super::{
    q64::{from_units, take_units},
    NodeLedger, Pool, StakingError, Synced,
};

impl NodeLedger {
    /// Syncs, then changes class or processors. The node is offline until the oracle has seen the
    /// new hardware; if its class is of the other pool, pass that one from now on.
    ///
    /// # Errors
    /// `Retired`; `Hired` while processors are hired; `ClassRetired`; `InvalidMultiplier`;
    /// `InvalidProcessors`; `Overflow`.
    pub fn change_hardware(
        &mut self,
        pool: &mut Pool,
        now: i64,
        multiplier: u16,
        processors: u32,
    ) -> Result<Synced, StakingError> {
        self.check_active()?;
        if self.hired > 0 {
            return Err(StakingError::Hired);
        }
        let synced = self.accrue(pool, now)?;
        self.put_hardware(multiplier, processors)?;
        self.availability.bps = 0;
        self.reweigh(pool)?;
        Ok(synced)
    }

    /// Syncs, then takes the oracle's report: `availability_bps` measured at `reported_at`, valid
    /// up to the last full hour within 24 hours from then. What delegators have taken out since the
    /// last one stops counting.
    ///
    /// With it the node takes over the `multiplier` (hundredths) that its hardware class has by
    /// now, 0 if that is retired; a rise only once its stake reaches the new minimum.
    ///
    /// # Errors
    /// `Retired`; `InvalidAvailability` above 10,000 bps; `ReportFromFuture`; `ReportStale` if it
    /// is not newer than the last one or has lapsed; `Overflow`.
    pub fn report(
        &mut self,
        pool: &mut Pool,
        now: i64,
        availability_bps: u16,
        reported_at: i64,
        multiplier: u16,
    ) -> Result<Synced, StakingError> {
        self.check_active()?;
        let mut availability = self.availability;
        availability.report(availability_bps, reported_at, now.max(self.synced_at))?;
        let synced = self.accrue(pool, now)?;
        self.availability = availability;
        self.forget_leaving();
        self.take_multiplier(multiplier);
        self.reweigh(pool)?;
        Ok(synced)
    }

    /// Syncs, then announces the commission: a fall takes effect at once, a rise after 7 days.
    ///
    /// # Errors
    /// `CommissionTooHigh`; `Overflow`.
    pub fn announce_commission(
        &mut self,
        pool: &mut Pool,
        now: i64,
        bps: u16,
    ) -> Result<Synced, StakingError> {
        let synced = self.sync(pool, now)?;
        self.commission.announce(bps, self.synced_at)?;
        Ok(synced)
    }

    /// Syncs, then pays out the commission owed: returns whole base units, 0 if there is none. The
    /// fraction stays.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn claim_commission(&mut self, pool: &mut Pool, now: i64) -> Result<u64, StakingError> {
        self.sync(pool, now)?;
        Ok(take_units(&mut self.commission_owed))
    }

    /// Owes `units` base units of commission again that were claimed and could not be paid.
    ///
    /// # Errors
    /// `Overflow`.
    pub fn owe_commission(&mut self, units: u64) -> Result<(), StakingError> {
        self.commission_owed =
            self.commission_owed.checked_add(from_units(units)).ok_or(StakingError::Overflow)?;
        Ok(())
    }

    /// Syncs, then ends the node's work for good: it weighs nothing and takes no stake, hire or
    /// report. Running orders go on, and everyone may leave as before.
    ///
    /// # Errors
    /// `Retired` if it is already; `Overflow`.
    pub fn retire(&mut self, pool: &mut Pool, now: i64) -> Result<Synced, StakingError> {
        self.check_active()?;
        let synced = self.accrue(pool, now)?;
        self.retired = true;
        self.reweigh(pool)?;
        Ok(synced)
    }
}
