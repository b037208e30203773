//! Records, notice and attestations.

use {
    crate::{market::asked, orders::Deal, Receipt, World},
    anchor_lang::prelude::Pubkey,
    io_client::orders::{
        self, attestation_address, record_address, AskTerms, AttestParams, Attestation, Attributes, Currency,
        Record,
    },
    io_economics::time::DAY,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// What an auditor finds in the tests.
pub const ATTRIBUTES: Attributes =
    Attributes { storage: 2_000, region: *b"US-CA\0", bandwidth: 3, confidential: 1 };

impl World {
    /// Opens the record of a node.
    ///
    /// # Panics
    /// If the chain refuses it.
    pub fn open_record(&mut self, node: &Pubkey) -> Record {
        let payer = self.payer.pubkey();
        self.accepted(&[orders::open_record(&payer, node)], &[]);
        self.record(node)
    }

    /// The record of a node.
    ///
    /// # Panics
    /// If there is none.
    pub fn record(&self, node: &Pubkey) -> Record {
        self.read(&record_address(node))
    }

    /// The client books two processors of the deal's node, whose operator agrees to so many hours
    /// of notice.
    ///
    /// # Panics
    /// If the chain refuses it.
    pub fn with_notice(
        &mut self,
        deal: &Deal,
        id: u64,
        currency: Currency,
        seconds: i64,
        hours: u8,
    ) -> Pubkey {
        self.ask_for(deal, AskTerms { notice_hours: hours.into(), ..asked(self.now()) });
        self.book(&deal.client, id, &deal.node, currency, seconds)
    }

    /// The operator of a deal gives notice of an order.
    ///
    /// # Panics
    /// If the chain refuses it.
    pub fn give_notice(&mut self, deal: &Deal, address: &Pubkey) -> Receipt {
        let call = orders::give_notice(&deal.operator.pubkey(), address, &self.order(address), None);
        self.accepted(&[call], &[&deal.operator])
    }

    /// What an auditor says of a node as it is now, for 90 days.
    ///
    /// # Panics
    /// If there is no such node.
    pub fn attesting(&self, node: &Pubkey) -> AttestParams {
        AttestParams {
            revision: self.node(node).revision,
            attributes: ATTRIBUTES,
            evidence: [9; 32],
            expires_at: self.now() + 90 * DAY,
        }
    }

    /// The auditor says it.
    ///
    /// # Panics
    /// If the chain refuses it.
    pub fn attested(&mut self, auditor: &Keypair, node: &Pubkey) -> Attestation {
        let call = orders::attest(&auditor.pubkey(), node, self.attesting(node));
        self.accepted(&[call], &[auditor]);
        self.attestation(node, &auditor.pubkey())
    }

    /// What an auditor has said of a node.
    ///
    /// # Panics
    /// If it has said nothing.
    pub fn attestation(&self, node: &Pubkey, auditor: &Pubkey) -> Attestation {
        self.read(&attestation_address(node, auditor))
    }
}
