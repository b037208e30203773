//! The price rules, and those announced to follow.

use {
    anchor_lang::prelude::*,
    bytemuck::{Pod, Zeroable},
    io_economics::orders::PriceRules,
};

/// Price rules that are announced before they hold. By other feeds every node that takes IO at the
/// oracle's price would be hired for next to nothing: operators have the time to change their asks.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, Pod, Zeroable)]
#[repr(C)]
pub struct Prices {
    /// The rules before `next_at`.
    pub rules: PriceRules,
    /// The rules from `next_at` on; the same ones if nothing is announced.
    pub next: PriceRules,
    /// When the next ones take over, in Unix seconds.
    pub next_at: i64,
}

impl Prices {
    /// Rules with nothing announced.
    pub fn new(rules: PriceRules) -> Self {
        Self { rules, next: rules, next_at: 0 }
    }

    /// The rules at `now`.
    pub fn at(&self, now: i64) -> &PriceRules {
        if now >= self.next_at {
            &self.next
        } else {
            &self.rules
        }
    }

    /// Announces `next`, `notice` seconds ahead, in place of any earlier announcement that does not
    /// hold yet.
    pub fn announce(&mut self, next: PriceRules, now: i64, notice: i64) {
        *self = Self { rules: *self.at(now), next, next_at: now.saturating_add(notice) };
    }
}
