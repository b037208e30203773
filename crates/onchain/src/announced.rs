//! A figure whose next value is announced before it holds.

use {
    anchor_lang::prelude::*,
    bytemuck::{CheckedBitPattern, NoUninit},
};

/// A role: the key that holds it, and the one announced to follow.
#[derive(Clone, Copy, Debug, AnchorSerialize, AnchorDeserialize, InitSpace, CheckedBitPattern, NoUninit)]
#[repr(C)]
pub struct Announced {
    /// The key before `next_at`.
    pub key: Pubkey,
    /// The key from `next_at` on; the same key if nothing is announced.
    pub next: Pubkey,
    /// When `next` takes over, in Unix seconds.
    pub next_at: i64,
}

impl Announced {
    /// A role with nothing announced.
    pub fn new(key: Pubkey) -> Self {
        Self { key, next: key, next_at: 0 }
    }

    /// Who holds the role at `now`.
    pub fn at(&self, now: i64) -> Pubkey {
        if now >= self.next_at {
            self.next
        } else {
            self.key
        }
    }

    /// Announces `next`, `notice` seconds ahead, in place of any earlier announcement that does not
    /// hold yet.
    pub fn announce(&mut self, next: Pubkey, now: i64, notice: i64) {
        *self = Self { key: self.at(now), next, next_at: now.saturating_add(notice) };
    }
}
