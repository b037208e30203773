//! Moves of io_vesting.

use {
    crate::{Move, Walk},
    anchor_lang::prelude::Pubkey,
    io_client::vesting::{self, grant_address, CategoryKind, Grant},
    solana_signer::Signer,
};

/// How many numbers a category's grants have.
const NUMBERS: u32 = 24;

impl Walk {
    pub fn vesting_move(&mut self) -> Move {
        let kind = self.one(&CategoryKind::ALL);
        match self.random.u8(..16) {
            0..=2 => self.grant_move(kind),
            3..=8 => self.release_move(kind),
            9..=10 => self.revoke_move(),
            11..=13 => self.beneficiary_move(kind),
            _ => self.manager_move(kind),
        }
    }

    /// A grant that exists, if one of some numbers does.
    fn grant(&mut self, kind: CategoryKind) -> Option<(Pubkey, Grant)> {
        let exists = |index: &u32| {
            let account = self.world.svm.get_account(&grant_address(kind, *index));
            account.is_some_and(|account| !account.data.is_empty())
        };
        let made: Vec<_> = (0..NUMBERS).filter(exists).collect();
        if made.is_empty() {
            return None;
        }
        let index = self.one(&made);
        Some((grant_address(kind, index), self.world.grant_of(kind, index)))
    }

    fn grant_move(&mut self, kind: CategoryKind) -> Move {
        let manager = self.people.key(&self.world.category(kind).manager);
        let to = self.people.staker(&mut self.random).pubkey();
        let all = kind.total();
        let amount = match self.random.u8(..12) {
            0 => self.one(&[0, 1, all, u64::MAX]),
            _ => self.random.u64(1..=all / 20),
        };
        let (key, index) = (manager.pubkey(), self.random.u32(..NUMBERS));
        let grant = vesting::grant(&key, &key, kind, index, &to, amount);
        // The beneficiary: at random it would be an account that signs nothing.
        Move { free: Some(4), ..Move::new(grant, &manager) }
    }

    /// Some grants are released by anyone, one perhaps twice.
    fn release_move(&mut self, kind: CategoryKind) -> Move {
        let some = [(); 3].map(|()| self.grant(kind));
        let mut pairs: Vec<_> =
            some.into_iter().flatten().map(|(address, grant)| (address, grant.beneficiary)).collect();
        if !self.once_in(8) {
            pairs.sort();
            pairs.dedup();
        }
        if pairs.is_empty() && !self.once_in(8) {
            return self.grant_move(kind);
        }
        Move::new(vesting::release(kind, &pairs), &self.people.staker(&mut self.random))
    }

    fn revoke_move(&mut self) -> Move {
        let kind = if self.once_in(6) { self.one(&CategoryKind::ALL) } else { CategoryKind::Core };
        let Some((address, _)) = self.grant(kind) else { return self.grant_move(CategoryKind::Core) };
        let manager = self.people.key(&self.world.category(CategoryKind::Core).manager);
        Move::new(vesting::revoke(&manager.pubkey(), &address), &manager)
    }

    fn beneficiary_move(&mut self, kind: CategoryKind) -> Move {
        let Some((address, grant)) = self.grant(kind) else { return self.grant_move(kind) };
        let next = grant.next_beneficiary;
        if next == Pubkey::default() || self.once_in(4) {
            let (beneficiary, next) =
                (self.people.key(&grant.beneficiary), self.people.staker(&mut self.random).pubkey());
            return Move::new(
                vesting::propose_beneficiary(&beneficiary.pubkey(), &address, next),
                &beneficiary,
            );
        }
        Move::new(vesting::accept_beneficiary(&next, &address), &self.people.key(&next))
    }

    fn manager_move(&mut self, kind: CategoryKind) -> Move {
        let category = self.world.category(kind);
        let next = category.next_manager;
        if next == Pubkey::default() || self.once_in(4) {
            let (manager, next) =
                (self.people.key(&category.manager), self.people.operator(&mut self.random).pubkey());
            return Move::new(vesting::propose_manager(&manager.pubkey(), kind, next), &manager);
        }
        Move::new(vesting::accept_manager(&next, kind), &self.people.key(&next))
    }
}
