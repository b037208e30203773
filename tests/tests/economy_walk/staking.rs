//! Moves of io_staking.

use {
    crate::{people::EACH, Move, Walk, HOUR},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_client::staking::{self, HardwareClass, RegisterParams, Role},
    io_economics::{
        staking::{PoolKind, MAX_RAISES, SLASH_RAISE_SECONDS},
        units::BASE_UNITS_PER_IO,
    },
    io_testkit::staking::CLASSES,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

impl Walk {
    pub fn staking_move(&mut self) -> Move {
        match self.random.u8(..40) {
            0..=19 => self.holder_move(),
            20..=25 => self.report_move(),
            26..=30 => self.operator_move(),
            31..=34 => self.slash_move(),
            35..=38 => self.staking_admin_move(),
            _ => self.hire_by_a_stranger(),
        }
    }

    /// An owner and a node in which it has staked, mostly.
    fn stake(&mut self) -> (Keypair, Pubkey) {
        if self.stakes.is_empty() || self.once_in(8) {
            return (self.people.staker(&mut self.random), self.node());
        }
        let (owner, node) = self.stakes[self.random.usize(..self.stakes.len())];
        (self.people.key(&owner), node)
    }

    pub fn operator_of(&self, node: &Pubkey) -> Keypair {
        self.people.key(&self.world.node(node).operator)
    }

    fn amount(&mut self) -> u64 {
        match self.random.u8(..12) {
            0 => 0,
            1 => u64::MAX,
            2 => self.random.u64(..1_000),
            _ => self.random.u64(..EACH / 4 * BASE_UNITS_PER_IO),
        }
    }

    fn holder_move(&mut self) -> Move {
        let (owner, node) = self.stake();
        let key = owner.pubkey();
        match self.random.u8(..20) {
            0..=5 => self.staking(),
            6..=8 => Move::new(staking::unstake(&key, &node, self.amount()), &owner),
            9 => Move::new(staking::unstake(&key, &node, self.all_of(&key, &node)), &owner),
            10..=12 => Move::new(staking::withdraw(&key, &node), &owner),
            13..=15 => {
                let (state, now) = (self.world.emission(), self.world.now());
                Move::of(staking::crank_and_claim(&key, &node, &state, now), &owner)
            }
            16 => Move::new(staking::claim(&key, &node), &owner),
            17..=18 => Move::new(staking::restake(&key, &node), &owner),
            _ => Move::new(staking::close_stake(&key, &node), &owner),
        }
    }

    fn staking(&mut self) -> Move {
        let (owner, address) = (self.people.staker(&mut self.random), self.node());
        let (key, node) = (owner.pubkey(), self.world.node(&address));
        // Others mostly stake what the operator leaves to them.
        let room = node.ledger.most_delegated().saturating_sub(node.ledger.delegated());
        let amount = match room {
            1.. if key != node.operator && !self.once_in(6) => self.random.u64(1..=room),
            _ => self.amount(),
        };
        let node = address;
        if self.stakes.contains(&(key, node)) {
            return Move::new(staking::stake(&key, &node, amount), &owner);
        }
        Move::of(staking::first_stake(&key, &node, amount).to_vec(), &owner)
    }

    /// All that a stake is worth, to the last share.
    fn all_of(&self, owner: &Pubkey, node: &Pubkey) -> u64 {
        if !self.stakes.contains(&(*owner, *node)) {
            return 0;
        }
        self.world.stake_of(node, owner).position.worth(&self.world.node(node).ledger)
    }

    fn report_move(&mut self) -> Move {
        let mut nodes = self.nodes.clone();
        self.random.shuffle(&mut nodes);
        nodes.truncate(self.random.usize(1..=nodes.len()));
        let mut reports = Vec::new();
        for node in nodes {
            let bps = self.one(&[0, 5_000, 10_000, 10_000, 10_000, 10_001]);
            let age = self.random.i64(-60..2 * HOUR);
            let mut report = self.world.report(&node, bps, age);
            report.report.revision += u32::from(self.once_in(20));
            reports.push(report);
        }
        let oracle = self.availability_oracle();
        let batch = staking::batches(&reports).swap_remove(0);
        Move::new(staking::report_availability(&oracle.pubkey(), &batch), &oracle)
    }

    pub fn availability_oracle(&self) -> Keypair {
        self.people.key(&self.world.staking().oracle.at(self.world.now()))
    }

    fn operator_move(&mut self) -> Move {
        let node = self.node();
        let operator = self.operator_of(&node);
        let key = operator.pubkey();
        let bps = self.random.u16(..6_000);
        let (class, processors) = (self.random.u16(..CLASSES.len() as u16), self.random.u32(..4));
        match self.random.u8(..24) {
            0..=3 => {
                let operator = self.people.operator(&mut self.random);
                let (key, id) = (operator.pubkey(), self.random.u32(1..50));
                let params = RegisterParams { processors, commission_bps: bps, payout: key };
                Move::new(staking::register_node(&key, id, class, params), &operator)
            }
            4..=7 => Move::new(staking::update_hardware(&key, &node, class, processors), &operator),
            8..=11 => Move::new(staking::announce_commission(&key, &node, bps), &operator),
            12..=14 => {
                let payout = match self.random.u8(..3) {
                    0 => self.people.client(&mut self.random).pubkey(),
                    _ => key,
                };
                // The wallet: at random it would be a vault's owner, and what it is paid a
                // donation.
                Move { free: Some(2), ..Move::new(staking::set_payout(&key, &node, payout), &operator) }
            }
            15..=18 => {
                let payout = self.world.node(&node).payout;
                Move::new(staking::claim_commission(&node, &payout), &operator)
            }
            19..=20 => Move::new(staking::sync_node(&node), &operator),
            21..=22 => {
                let part = self.one(&[0, 1, 2, 2, 2, 4]);
                let offer = self.world.node(&node).ledger.minimum().saturating_mul(part) / 4;
                Move::new(staking::set_offer(&key, &node, offer), &operator)
            }
            _ if self.nodes.len() > 12 && self.once_in(3) => {
                Move::new(staking::retire_node(&key, &node), &operator)
            }
            _ => Move::new(staking::sync_node(&node), &operator),
        }
    }

    fn slash_move(&mut self) -> Move {
        let node = self.node();
        let slasher = self.people.key(&self.world.staking().slasher.at(self.world.now()));
        let key = slasher.pubkey();
        match self.random.u8(..16) {
            0..=1 => {
                let share = self.one(&[0, 1, 500, 5_000, 9_900, 10_000, 10_001]);
                Move::new(staking::propose_slash(&key, &node, share), &slasher)
            }
            2 => {
                let node = self.slashed().unwrap_or(node);
                let admin = self.people.key(&self.world.staking().admin);
                let by = if self.random.bool() { slasher } else { admin };
                Move::new(staking::cancel_slash(&by.pubkey(), &node), &by)
            }
            3..=4 => {
                let node = self.raisable().or_else(|| self.slashed()).unwrap_or(node);
                let share = self.world.node(&node).ledger.slash.share_bps;
                let share = self.one(&[share, share + 1, share + 500, 10_000, 10_001]);
                Move::new(staking::raise_slash(&key, &node, share), &slasher)
            }
            5..=9 => {
                let node = self.slashed().unwrap_or(node);
                Move::new(staking::execute_slash(&node), &slasher)
            }
            _ => self.emission_move(),
        }
    }

    /// A node under a pending slash.
    fn slashed(&self) -> Option<Pubkey> {
        let pending = |node: &&Pubkey| self.world.node(node).ledger.slash.is_pending();
        self.nodes.iter().find(pending).copied()
    }

    /// A node under a slash that can be raised.
    fn raisable(&self) -> Option<Pubkey> {
        let now = self.world.now();
        let can = |node: &&Pubkey| {
            let slash = self.world.node(node).ledger.slash;
            slash.is_pending() && slash.raises < MAX_RAISES && now <= slash.proposed_at + SLASH_RAISE_SECONDS
        };
        self.nodes.iter().find(can).copied()
    }

    fn staking_admin_move(&mut self) -> Move {
        let config = self.world.staking();
        let admin = self.people.key(&config.admin);
        let key = admin.pubkey();
        let paused = config.pause.is_on(self.world.now());
        if paused && self.random.bool() {
            return Move::new(staking::set_paused(&key, false), &admin);
        }
        let operator = self.people.operator(&mut self.random).pubkey();
        let class = self.random.u16(..CLASSES.len() as u16);
        let pool = self.one(&[PoolKind::Gpu, PoolKind::Cpu]);
        match self.random.u8(..16) {
            0..=5 => {
                let paused = !paused && self.once_in(4);
                Move::new(staking::set_paused(&key, paused), &admin)
            }
            6..=7 => {
                let in_force = config.pools.clone().of(pool).full_weight;
                let percent = self.one(&[0, 49, 50, 80, 100, 130, 200, 201]);
                Move::new(staking::announce_full_weight(&key, pool, in_force / 100 * percent), &admin)
            }
            8..=9 => {
                let role = self.one(&[Role::Oracle, Role::Slasher]);
                Move::new(staking::announce_role(&key, role, operator), &admin)
            }
            10 => {
                let in_force = self.multiplier(class);
                let next = match self.random.u8(..24) {
                    0 => 0,
                    1..=3 => self.random.u16(..12_000),
                    _ => self.random.u16(in_force / 2..=in_force / 2 * 3),
                };
                Move::new(staking::update_class(&key, class, next), &admin)
            }
            11 => {
                let present = config.epoch_at(self.world.now());
                // Mostly one of before: nothing is proposed in one that is void.
                let epoch = match self.random.u8(..12) {
                    0 => present + 1,
                    1..=2 => present,
                    _ => present.saturating_sub(self.random.u32(1..3)),
                };
                Move::new(staking::void_epoch(&key, epoch), &admin)
            }
            12 => {
                let id = self.random.u16(100..104);
                Move::new(staking::create_class(&key, id, pool, self.random.u16(..12_000)), &admin)
            }
            13 => Move::new(staking::propose_admin(&key, operator), &admin),
            _ => match config.next_admin {
                nobody if nobody == Pubkey::default() => {
                    Move::new(staking::propose_admin(&key, operator), &admin)
                }
                next => Move::new(staking::accept_admin(&next), &self.people.key(&next)),
            },
        }
    }

    /// The multiplier of a class, in hundredths.
    fn multiplier(&self, class: u16) -> u16 {
        let account = self.world.svm.get_account(&staking::class_address(class)).expect("a class");
        let class = HardwareClass::try_deserialize(&mut &account.data[..]).expect("a class");
        class.multiplier_at(self.world.now())
    }

    /// Only the orders program can sign these.
    fn hire_by_a_stranger(&mut self) -> Move {
        let (node, processors) = (self.node(), self.random.u32(..3));
        let stranger = self.people.staker(&mut self.random);
        let (freed, until) = (self.node(), self.world.now() + HOUR);
        let mut call = match self.random.u8(..3) {
            0 => staking::hire(&node, processors, until),
            1 => staking::move_hire(&node, &freed, processors, until),
            _ => staking::release(&node, processors),
        };
        call.accounts[0].pubkey = stranger.pubkey();
        Move::new(call, &stranger)
    }
}
