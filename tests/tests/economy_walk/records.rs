//! Moves of io_orders around what a node has done: records, notice, maintenance, attestations.

use {
    crate::{Move, Walk, DAY, HOUR},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::orders::ID,
    io_client::orders::{
        self, attestation_address, record_address, AttestParams, Attestation, Attributes, Notice, Stage,
    },
    io_testkit::records::ATTRIBUTES,
    solana_signer::Signer,
};

impl Walk {
    pub fn record_move(&mut self) -> Move {
        match self.random.u8(..6) {
            0 => {
                let (opener, node) = (self.people.staker(&mut self.random), self.node());
                Move::new(orders::open_record(&opener.pubkey(), &node), &opener)
            }
            1 => self.maintenance_move(),
            2..=3 => self.notice_move(),
            _ => self.attest_move(),
        }
    }

    /// Mostly an operator that agreed to notice, and has given none.
    fn notice_move(&mut self) -> Move {
        let orders: Vec<_> = self.orders.iter().map(|key| (*key, self.world.order(key))).collect();
        let may = |order: &orders::Order| {
            let escrow = order.escrow;
            escrow.stage == Stage::Running && escrow.notice_hours > 0 && escrow.notice == Notice::None
        };
        let fit: Vec<_> = orders.iter().filter(|(_, order)| may(order)).copied().collect();
        let from = if fit.is_empty() || self.once_in(8) { orders } else { fit };
        if from.is_empty() {
            return self.maintenance_move();
        }
        let (address, mut order) = self.one(&from);
        let operator = self.operator_of(&order.node);
        order.serial += u64::from(self.once_in(20));
        let (mut calls, [unclaimed, _]) = self.unclaimed_for(&order, [order.client; 2]);
        calls.truncate(1);
        calls.push(orders::give_notice(&operator.pubkey(), &address, &order, unclaimed));
        Move::of(calls, &operator)
    }

    fn maintenance_move(&mut self) -> Move {
        let node = self.node_with(record_address);
        let operator = self.operator_of(&node);
        let from = self.world.now() + DAY + self.random.i64(-10..4 * HOUR);
        let to = from + self.random.i64(-60..12 * HOUR);
        Move::new(orders::announce_maintenance(&operator.pubkey(), &node, from, to), &operator)
    }

    fn attest_move(&mut self) -> Move {
        if self.random.bool() {
            if let Some(Attestation { node, auditor, .. }) = self.attestation() {
                let revoke = orders::revoke_attestation(&auditor, &node);
                return Move::new(revoke, &self.people.key(&auditor));
            }
        }
        let auditor = self.people.staker(&mut self.random);
        let key = auditor.pubkey();
        let node = self.node_with(|node| attestation_address(node, &key));
        let params = AttestParams {
            revision: self.world.node(&node).revision + u32::from(self.once_in(10)),
            attributes: Attributes { confidential: self.random.u8(..3), ..ATTRIBUTES },
            evidence: [self.random.u8(..); 32],
            expires_at: self.world.now() + self.random.i64(-DAY..400 * DAY),
        };
        Move::new(orders::attest(&key, &node, params), &auditor)
    }

    /// One that somebody has written.
    fn attestation(&self) -> Option<Attestation> {
        let accounts = self.world.svm.get_program_accounts(&ID);
        accounts.iter().find_map(|(_, account)| Attestation::try_deserialize(&mut &account.data[..]).ok())
    }

    /// A node for which an account is there, if one of some has it.
    fn node_with(&mut self, address: impl Fn(&Pubkey) -> Pubkey) -> Pubkey {
        let some = [(); 4].map(|()| self.node());
        *some.iter().find(|node| self.is_there(&address(node))).unwrap_or(&some[0])
    }
}
