//! An order as events tell of it.

use anchor_lang::prelude::Pubkey;
use io_client::orders::{events::OrderBooked, Currency, Fees, Notice, Order, Outages, Stage, HOUR};

/// As [`Order`] has it; amounts in base units, seconds count from `at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) serial: u64,
    pub(super) client: Pubkey,
    pub(super) node: Pubkey,
    pub(super) provider: Pubkey,
    pub(super) reference: [u8; 32],
    pub(super) revision: u32,
    pub(super) currency: Currency,
    pub(super) processors: u32,
    pub(super) rate: u64,
    pub(super) stage: Stage,
    pub(super) at: i64,
    pub(super) duration: u32,
    pub(super) longest: u32,
    pub(super) kept: u32,
    pub(super) paid: u64,
    pub(super) held: u64,
    pub(super) bonded: u64,
    pub(super) holdback: u32,
    pub(super) outages: Outages,
    pub(super) disputed_at: u32,
    pub(super) hires: bool,
    pub(super) notice_hours: u8,
    pub(super) notice: Notice,
    pub(super) left_early: bool,
}

impl State {
    pub(super) fn of(order: &Order) -> Self {
        let Order { serial, client, node, provider, reference, revision, currency, escrow, .. } = *order;
        Self {
            serial,
            client,
            node,
            provider,
            reference,
            revision,
            currency,
            processors: escrow.processors,
            rate: escrow.rate,
            stage: escrow.stage,
            at: escrow.at,
            duration: escrow.duration,
            longest: escrow.longest,
            kept: escrow.kept,
            paid: escrow.paid,
            held: escrow.held().expect("terms that were checked"),
            bonded: escrow.bonded(),
            holdback: escrow.holdback_seconds,
            outages: escrow.outages,
            disputed_at: escrow.disputed_at,
            hires: escrow.hires(),
            notice_hours: escrow.notice_hours,
            notice: escrow.notice,
            left_early: escrow.left_early,
        }
    }

    pub(super) fn booked(event: &OrderBooked) -> Self {
        Self {
            serial: event.serial,
            client: event.client,
            node: event.node,
            provider: event.provider,
            reference: event.reference,
            revision: event.revision,
            currency: event.currency,
            processors: event.processors,
            rate: event.rate,
            stage: Stage::Running,
            at: event.now,
            duration: event.duration,
            longest: event.longest,
            kept: 0,
            paid: 0,
            held: event.cost + event.fees,
            bonded: 0,
            holdback: event.holdback_seconds,
            outages: Outages::default(),
            disputed_at: 0,
            hires: true,
            notice_hours: event.notice_hours,
            notice: Notice::None,
            left_early: false,
        }
    }

    /// Seconds from `at` to a time that an event says.
    pub(super) fn since(&self, time: i64) -> u32 {
        (time - self.at).try_into().expect("a time in the order's life")
    }

    /// Whether its operator ended it within the first hour.
    pub(super) fn is_free(&self) -> bool {
        self.stage == Stage::Settled && self.hires
    }

    /// Whether the bond that stands for it is the client's, at `now`; none before it is due.
    pub(super) fn forfeits_bond(&self, now: i64) -> Option<bool> {
        let stop = match self.stage {
            Stage::Running => self.since(now),
            Stage::Disputed => self.duration.min(self.disputed_at),
            Stage::Open | Stage::Ended | Stage::Settled => self.duration,
        };
        if stop >= HOUR {
            return Some(false);
        }
        (self.stage == Stage::Settled).then_some(self.paid == 0)
    }

    pub(super) fn take_out(&mut self, provider: u64, client: u64, fees: Fees) {
        self.held -= provider + client + fees.total();
        self.paid += provider + fees.provider_booking + fees.provider_payment;
    }

    /// Up to when no outage can be reported any more, at a time.
    pub(super) fn final_until(&self, now: i64) -> u32 {
        let from = if self.stage == Stage::Disputed { self.disputed_at } else { self.since(now) };
        let line = from.saturating_sub(self.holdback);
        let forfeited = (u32::from(self.notice_hours) * HOUR).min(self.holdback);
        match self.notice {
            Notice::Broken => line.min(self.duration.saturating_sub(forfeited)),
            Notice::None | Notice::Given => line,
        }
    }

    pub(super) fn settle(&mut self) {
        if self.stage == Stage::Disputed {
            self.duration = self.duration.min(self.disputed_at);
        }
        self.stage = Stage::Settled;
        assert_eq!((self.held, self.bonded), (0, 0), "money is left in an order that is settled");
    }
}
