//! A node with an operator, a delegator and every call that somebody can make of staking.
// Each test uses some of it.
#![allow(dead_code)]

use {
    anchor_lang::{prelude::Pubkey, Discriminator},
    io_client::staking::{self, events, InitializeParams, NodeReport, RegisterParams, Role, StakingError},
    io_economics::{
        staking::{PoolKind, BPS, COOLDOWN_SECONDS, MIN_FULL_WEIGHT},
        time::DAY,
        units::BASE_UNITS_PER_IO as IO,
    },
    io_staking::instruction,
    io_testkit::{
        staking::{Cast, H100},
        Receipt, World,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// What staking starts with, if one key has all roles.
pub fn params(key: Pubkey) -> InitializeParams {
    let full_weight = MIN_FULL_WEIGHT;
    InitializeParams {
        admin: key,
        oracle: key,
        slasher: key,
        gpu_full_weight: full_weight,
        cpu_full_weight: full_weight,
    }
}

pub struct Scene {
    pub world: World,
    pub cast: Cast,
    pub operator: Keypair,
    pub node: Pubkey,
    pub holder: Keypair,
}

impl Scene {
    /// A node with a delegator, rewards to claim, and an unlocked ticket of each.
    pub fn new() -> Self {
        let (mut world, cast) = World::with_staking();
        let (operator, node) = world.ready_node(&cast, H100, 1);
        let holder = world.holder(&cast, 1_000);
        world.stake(&holder, &node, 500);
        for person in [&operator, &holder] {
            world.accepted(&[staking::unstake(&person.pubkey(), &node, IO)], &[person]);
        }
        world.pass(DAY);
        world.accepted(&[staking::sync_node(&node)], &[]);
        world.pass(COOLDOWN_SECONDS - DAY);
        world.crank();
        Self { world, cast, operator, node, holder }
    }

    /// Everything that the holder can do with its stake.
    pub fn calls(&self) -> Vec<Instruction> {
        let (key, node) = (self.holder.pubkey(), &self.node);
        vec![
            staking::stake(&key, node, IO),
            staking::unstake(&key, node, IO),
            staking::withdraw(&key, node),
            staking::claim(&key, node),
            staking::restake(&key, node),
            staking::close_stake(&key, node),
        ]
    }

    /// Every call that somebody has to sign, with who may; but for `initialize`, and for `hire` and
    /// `release`, which no key can sign.
    pub fn signed_calls(&self) -> Vec<(Instruction, Keypair)> {
        let (Cast { admin, oracle, slasher, .. }, node) = (&self.cast, &self.node);
        let [operator, holder] = [&self.operator, &self.holder];
        let [admin_key, slasher_key, key] = [admin, slasher, operator].map(Signer::pubkey);
        let report = self.world.report(node, BPS, 0);
        let params = RegisterParams { processors: 1, commission_bps: 0, payout: key };
        let others = [
            (staking::open_stake(&admin_key, node), admin),
            (staking::register_node(&key, 1, H100, params), operator),
            (staking::update_hardware(&key, node, H100, 1), operator),
            (staking::announce_commission(&key, node, 0), operator),
            (staking::set_payout(&key, node, key), operator),
            (staking::set_offer(&key, node, IO), operator),
            (staking::retire_node(&key, node), operator),
            (staking::report_availability(&oracle.pubkey(), &[report]), oracle),
            (staking::propose_slash(&slasher_key, node, 1), slasher),
            (staking::raise_slash(&slasher_key, node, 2), slasher),
            (staking::cancel_slash(&slasher_key, node), slasher),
            (staking::propose_admin(&admin_key, key), admin),
            (staking::accept_admin(&admin_key), admin),
            (staking::set_paused(&admin_key, true), admin),
            (staking::announce_full_weight(&admin_key, PoolKind::Gpu, MIN_FULL_WEIGHT), admin),
            (staking::announce_role(&admin_key, Role::Oracle, key), admin),
            (staking::create_class(&admin_key, 100, PoolKind::Gpu, 100), admin),
            (staking::update_class(&admin_key, H100, 500), admin),
            (staking::void_epoch(&admin_key, 0), admin),
        ];
        let own = self.calls().into_iter().map(|call| (call, holder));
        own.chain(others).map(|(call, signer)| (call, signer.insecure_clone())).collect()
    }

    /// The same, and what anyone may call.
    pub fn all_calls(&self) -> Vec<(Instruction, Option<Keypair>)> {
        let anyones = [
            staking::sync_node(&self.node),
            staking::claim_commission(&self.node, &self.operator.pubkey()),
            staking::execute_slash(&self.node),
        ];
        let signed = self.signed_calls().into_iter().map(|(call, signer)| (call, Some(signer)));
        signed.chain(anyones.map(|call| (call, None))).collect()
    }

    /// What only the config of io_orders can sign.
    pub fn calls_of_orders(&self) -> [Instruction; 3] {
        let (node, until) = (&self.node, self.world.now() + DAY);
        [staking::hire(node, 1, until), staking::release(node, 1), staking::move_hire(node, node, 1, until)]
    }

    /// An account with the same data elsewhere, under the name of `program`.
    pub fn copy(&mut self, of: &Pubkey, program: Pubkey) -> Pubkey {
        let copy = self.world.key().pubkey();
        let mut state = self.world.svm.get_account(of).unwrap();
        state.owner = program;
        self.world.svm.set_account(copy, state).unwrap();
        copy
    }
}

/// Whether `account` is one of those that a batch of reports goes through: it skips what is wrong
/// with one and takes the others.
pub fn is_in_batch(call: &Instruction, account: &Pubkey) -> bool {
    let reports = call.data.starts_with(instruction::ReportAvailability::DISCRIMINATOR);
    reports && call.accounts.iter().skip(2).any(|meta| meta.pubkey == *account)
}

/// Whether a call takes the config by its address, and reads it in place.
pub fn reads_config_in_place(call: &Instruction) -> bool {
    let calls = [
        instruction::Stake::DISCRIMINATOR,
        instruction::Unstake::DISCRIMINATOR,
        instruction::Claim::DISCRIMINATOR,
        instruction::Restake::DISCRIMINATOR,
        instruction::SyncNode::DISCRIMINATOR,
        instruction::ReportAvailability::DISCRIMINATOR,
    ];
    calls.iter().any(|discriminator| call.data.starts_with(discriminator))
}

/// What an owner claims, cranking the emission first.
pub fn claim(world: &mut World, owner: &Keypair, node: &Pubkey) -> u64 {
    let call = staking::crank_and_claim(&owner.pubkey(), node, &world.emission(), world.now());
    let receipt = world.accepted(&call, &[owner]);
    receipt.events::<events::Claimed>()[0].amount
}

pub fn sync(world: &mut World, node: &Pubkey) {
    world.accepted(&[staking::sync_node(node)], &[]);
}

/// The oracle sends reports in one batch.
pub fn send(world: &mut World, cast: &Cast, reports: &[NodeReport]) -> Receipt {
    let call = staking::report_availability(&cast.oracle.pubkey(), reports);
    world.accepted(&[call], &[&cast.oracle])
}

/// The oracle reports every node fully available, as of now.
pub fn attest_all(world: &mut World, cast: &Cast, nodes: &[Pubkey]) {
    let reports: Vec<_> = nodes.iter().map(|node| world.report(node, BPS, 0)).collect();
    for batch in staking::batches(&reports) {
        send(world, cast, &batch);
    }
}

/// Why each report was skipped.
pub fn skipped(receipt: &Receipt) -> Vec<Option<u32>> {
    let event = receipt.events::<events::AvailabilityReported>().remove(0);
    event.outcomes.iter().map(|outcome| outcome.skipped).collect()
}

pub fn why(error: StakingError) -> Option<u32> {
    Some(error.into())
}

/// What has accrued to the pool of GPUs, in base units.
pub fn accrued(world: &World) -> u64 {
    PoolKind::Gpu.accrued(World::START, world.now())
}
