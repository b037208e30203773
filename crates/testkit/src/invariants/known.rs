//! What events alone have told, in figures that another index can be compared with.

use {
    super::order_state::State,
    crate::World,
    anchor_lang::prelude::Pubkey,
    io_client::orders::{Currency, Stage},
    std::collections::BTreeMap,
};

/// Everything that events told of a world so far and that is not over.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Orders that are not closed, by address.
    pub orders: BTreeMap<Pubkey, KnownOrder>,
    /// Requests that are open, by address: their clients, and what is paid in.
    pub requests: BTreeMap<Pubkey, (Pubkey, u64)>,
    /// Base units of IO paid by claims of airdrops, and how many claims there were, by season that
    /// is not closed.
    pub claims: BTreeMap<Pubkey, (u64, usize)>,
    /// Base units of IO paid as rewards.
    pub rewards: u64,
    /// Base units of IO burned by the programs.
    pub burned: u64,
    /// Base units of IO that exist.
    pub supply: u64,
    /// Base units of IO burned by holders, of which no program tells.
    pub burned_by_holders: u64,
}

/// An order. Amounts are base units of its currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownOrder {
    /// Its number.
    pub serial: u64,
    /// Who ordered.
    pub client: Pubkey,
    /// The node it is for.
    pub node: Pubkey,
    /// Who is paid; the default address before it is accepted.
    pub provider: Pubkey,
    /// What the client noted on it.
    pub reference: [u8; 32],
    /// The node's revision that was booked.
    pub revision: u32,
    /// What it is paid in.
    pub currency: Currency,
    /// How many processors.
    pub processors: u32,
    /// For a processor-hour.
    pub rate: u64,
    /// How far it is.
    pub stage: Stage,
    /// Seconds of service in all.
    pub duration: u32,
    /// Seconds to which it may be extended.
    pub longest: u32,
    /// Paid to the provider, with the provider's fees.
    pub paid: u64,
    /// What is left in it.
    pub held: u64,
    /// Hours of notice.
    pub notice_hours: u8,
    /// Whether the provider left before the end.
    pub left_early: bool,
}

impl KnownOrder {
    fn of(state: &State) -> Self {
        let State { serial, client, node, provider, reference, revision, currency, processors, .. } = *state;
        let State { rate, stage, duration, longest, paid, held, notice_hours, left_early, .. } = *state;
        Self {
            serial,
            client,
            node,
            provider,
            reference,
            revision,
            currency,
            processors,
            rate,
            stage,
            duration,
            longest,
            paid,
            held,
            notice_hours,
            left_early,
        }
    }
}

impl World {
    /// What events told so far.
    pub fn known(&self) -> Known {
        Known {
            orders: self.indexer.states().map(|(key, state)| (*key, KnownOrder::of(state))).collect(),
            requests: self.indexer.2.open().collect(),
            claims: self.seasons.claimed().collect(),
            rewards: self.paid,
            burned: self.burned_by_programs,
            supply: self.supply(),
            burned_by_holders: self.burned_by_holders,
        }
    }
}
