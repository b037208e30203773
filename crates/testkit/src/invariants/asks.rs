//! Events alone rebuild the asks, and a number of an ask is never used again.

use {
    crate::{outcome::event, Receipt},
    anchor_lang::prelude::Pubkey,
    io_client::orders::{
        ask_address,
        events::{AskRemoved, AskSet},
        Ask, AskTerms,
    },
    std::collections::HashMap,
};

/// Every ask that events told of and that is not closed, by its node.
#[derive(Clone, Default)]
pub(crate) struct Asks {
    open: HashMap<Pubkey, Known>,
    /// The greatest number of each node's ask, of those that are closed too.
    numbers: HashMap<Pubkey, u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Known {
    seq: u64,
    revision: u32,
    payout: Pubkey,
    terms: AskTerms,
}

impl Asks {
    /// Reads the events of a transaction.
    ///
    /// # Panics
    /// If they contradict what is known.
    pub(crate) fn read(&mut self, receipt: &Receipt) {
        for logged in receipt.logged() {
            if let Some(AskSet { node, seq, revision, payout, terms }) = event(&logged) {
                self.number(node, seq);
                self.open.insert(node, Known { seq, revision, payout, terms });
            }
            if let Some(AskRemoved { node, seq, closed }) = event(&logged) {
                self.number(node, seq);
                let known = self.open.get_mut(&node).expect("an ask that was set");
                (known.seq, known.terms) = (seq, AskTerms::default());
                if closed {
                    self.open.remove(&node);
                }
            }
        }
    }

    /// What was asked last for a node.
    pub(super) fn terms(&self, node: &Pubkey) -> Option<AskTerms> {
        self.open.get(node).map(|known| known.terms)
    }

    fn number(&mut self, node: Pubkey, seq: u64) {
        let last = self.numbers.insert(node, seq).unwrap_or_default();
        assert!(seq > last, "the number of an ask was used again");
    }

    /// Learns of an ask that was written down as a copy of another.
    pub(crate) fn copied(&mut self, ask: &Ask) {
        let Ask { seq, revision, payout, terms, node, .. } = *ask;
        self.open.insert(node, Known { seq, revision, payout, terms });
    }

    /// # Panics
    /// If an ask is not what the events say, or they tell of others.
    pub(super) fn check(&self, asks: &[(Pubkey, Ask)]) {
        assert_eq!(asks.len(), self.open.len(), "as many asks as events tell of");
        for (address, ask) in asks {
            let Ask { seq, revision, payout, terms, node, .. } = *ask;
            assert_eq!(*address, ask_address(&node), "an ask lies at another address");
            let known = Known { seq, revision, payout, terms };
            assert_eq!(self.open.get(&node), Some(&known), "an ask is not what its events say");
        }
    }
}
