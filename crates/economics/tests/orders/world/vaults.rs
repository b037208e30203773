//! Several orders in both currencies, with the vaults' balances: the code and the model, kept in
//! step.

use super::{
    deal::{Call, Deal, Moved},
    model::Order,
    steps::{Step, What},
    DAY, START,
};
use io_economics::orders::*;

pub const SLOTS: usize = 3;
const CURRENCIES: [Currency; 2] = [Currency::Io, Currency::Usdc];

/// One order after another.
pub struct Slot {
    pub currency: usize,
    pub deal: Deal,
    pub model: Order,
}

/// One currency's vault.
#[derive(Default)]
pub struct Vault {
    pub balances: Balances,
    /// Tokens in it.
    pub tokens: u64,
    /// What waits for providers and clients.
    pub waiting: [u64; 2],
    pub swept: u64,
}

pub struct World {
    pub now: i64,
    pub slots: [Option<Slot>; SLOTS],
    pub vaults: [Vault; 2],
}

impl World {
    pub fn new() -> Self {
        Self { now: START, slots: Default::default(), vaults: Default::default() }
    }

    pub fn step(&mut self, step: &Step) {
        match *step {
            Step::Wait(seconds) => self.now += seconds,
            Step::WaitFor { slot, edge, offset } => {
                if let Some(slot) = &self.slots[slot] {
                    let edges = slot.model.edges();
                    self.now = edges[edge % edges.len()] + offset;
                }
            }
            Step::Open { slot, ref hire, duration, currency, ref rules, notice } => {
                // A slot is free again once its order is closed.
                if self.slots[slot].as_ref().is_none_or(|slot| slot.deal.escrow.close(self.now).is_ok()) {
                    self.open(slot, &Terms { hire: *hire, duration, currency }, rules, notice);
                }
            }
            Step::Do { slot, ref what, blocked } => {
                if let Some(call) = self.slots[slot].as_ref().map(|slot| what.call(&slot.model, self.now)) {
                    self.call(slot, &call, blocked);
                }
            }
            Step::TakeUnclaimed { currency, payee } => {
                let vault = &mut self.vaults[currency];
                let amount = std::mem::take(&mut vault.waiting[payee]);
                vault.balances.deliver(amount).unwrap();
                assert_eq!(vault.balances.deliver(vault.balances.unclaimed + 1), Err(OrderError::Overflow));
                vault.tokens -= amount;
            }
            Step::Sweep { currency } => self.sweep(currency),
        }
        self.check();
    }

    fn open(&mut self, slot: usize, terms: &Terms, rules: &Rules, notice: u8) {
        let Ok((mut deal, charge)) = Deal::open(terms, rules, self.now) else {
            return assert!(terms.quote(rules).is_err());
        };
        let currency = CURRENCIES.iter().position(|currency| *currency == terms.currency).unwrap();
        let vault = &mut self.vaults[currency];
        vault.balances.pay_in(charge).unwrap();
        vault.tokens += charge.total().unwrap();
        deal.agree(notice);
        let mut model = Order::new(terms, rules, self.now);
        model.notice = deal.life.notice;
        self.slots[slot] = Some(Slot { currency, deal, model });
    }

    fn call(&mut self, slot: usize, call: &Call, blocked: [bool; 2]) {
        let now = self.now;
        let Slot { currency, deal, model } = self.slots[slot].as_mut().unwrap();
        let outcome = deal.call(call, now);
        let mut next = model.clone();
        let legal = next.call(call, now);
        assert_eq!(outcome.ok(), legal, "{outcome:?} of {call:?} at {now}, {:?}", deal.escrow);
        let Ok(Moved { charge, bond, out, .. }) = outcome else { return };
        *model = next;
        let vault = &mut self.vaults[*currency];
        vault.balances.pay_in(charge).unwrap();
        vault.balances.bond(bond).unwrap();
        vault.balances.take_out(&out).unwrap();
        vault.tokens += charge.total().unwrap() + bond;
        for (payee, amount) in [out.provider, out.to_client()].into_iter().enumerate() {
            if blocked[payee] {
                vault.balances.keep(amount).unwrap();
                vault.waiting[payee] += amount;
            } else {
                vault.tokens -= amount;
            }
        }
        if model.is_over() {
            let (least, most) = model.deserved();
            assert!((least..=most).contains(&model.gross_paid()), "{least} {most} {}", model.gross_paid());
        }
    }

    fn sweep(&mut self, currency: usize) {
        let vault = &mut self.vaults[currency];
        let fees = vault.balances.fees;
        match vault.balances.sweep() {
            Ok(swept) => {
                assert!(swept > 0 && swept == fees);
                vault.tokens -= swept;
                vault.swept += swept;
            }
            Err(error) => assert_eq!((error, fees), (OrderError::NothingToSweep, 0)),
        }
    }

    /// What the vaults hold is spoken for, to the base unit, and both sides agree on each order.
    pub fn check(&self) {
        let (mut escrowed, mut bonds) = ([0; 2], [0; 2]);
        for slot in self.slots.iter().flatten() {
            let held = slot.deal.escrow.held().unwrap();
            assert_eq!(held, slot.model.left());
            assert_eq!(slot.deal.escrow.stage == Stage::Settled, slot.model.is_over());
            escrowed[slot.currency] += held;
            assert_eq!(slot.deal.escrow.bonded(), slot.model.bonded());
            bonds[slot.currency] += slot.model.bonded();
        }
        for (vault, (escrowed, bonds)) in self.vaults.iter().zip(escrowed.into_iter().zip(bonds)) {
            let Balances { fees, swept, unclaimed, .. } = vault.balances;
            assert_eq!((vault.balances.escrowed, vault.balances.bonds), (escrowed, bonds));
            assert_eq!((unclaimed, swept), (vault.waiting.iter().sum(), vault.swept));
            assert_eq!(vault.tokens, escrowed + unclaimed + bonds + fees);
        }
    }

    /// Strangers settle everything, and everybody takes what waits.
    pub fn empty(&mut self) {
        for _ in 0..3 {
            let latest = self.slots.iter().flatten().map(|slot| slot.model.clock).max();
            self.now = self.now.max(latest.unwrap_or(self.now)) + 31 * DAY;
            for slot in 0..SLOTS {
                for what in
                    [What::Cancel { by_client: false }, What::End { by: Ender::Stranger }, What::Settle]
                {
                    self.step(&Step::Do { slot, what, blocked: [slot == 0, slot == 1] });
                }
            }
        }
        for currency in 0..CURRENCIES.len() {
            (0..2).for_each(|payee| self.step(&Step::TakeUnclaimed { currency, payee }));
            self.step(&Step::Sweep { currency });
            assert_eq!(self.vaults[currency].tokens, 0);
        }
    }
}
