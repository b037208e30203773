//! Accounts that do not belong together: each is refused by name.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::MINT,
        staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
    },
    io_client::{
        staking::{self, RegisterParams, StakingError},
        token,
    },
    io_economics::units::BASE_UNITS_PER_IO as IO,
    io_testkit::{
        calls::{with_account, NO_SIGNATURE, OTHER_TYPE},
        staking::{Cast, APPLE, H100},
        World, OWNER_MISMATCH,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

struct Scene {
    world: World,
    cast: Cast,
    operator: Keypair,
    node: Pubkey,
    holder: Keypair,
}

impl Scene {
    /// A node with a delegator, rewards to claim, and a ripe ticket of each.
    fn new() -> Self {
        let (mut world, cast) = World::with_staking();
        let (operator, node) = world.ready_node(&cast, H100, 1);
        let holder = world.holder(&cast, 1_000);
        world.stake(&holder, &node, 500);
        for person in [&operator, &holder] {
            world.accepted(&[staking::unstake(&person.pubkey(), &node, IO)], &[person]);
        }
        world.pass(io_economics::staking::COOLDOWN_SECONDS);
        world.crank();
        Self { world, cast, operator, node, holder }
    }

    /// Everything that the holder can do with its stake.
    fn calls(&self) -> Vec<Instruction> {
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

    /// Those of `calls` that name `of`, with `by` in its place, are refused with `error`.
    fn refused_with(&mut self, of: Pubkey, by: Pubkey, error: impl Into<u32>) {
        let error = error.into();
        let holder = self.holder.insecure_clone();
        for call in self.calls() {
            if call.accounts.iter().any(|meta| meta.pubkey == of) {
                self.world.refused(&[with_account(call, of, by)], &[&holder], error);
            }
        }
    }
}

#[test]
fn a_stake_is_its_owners_alone() {
    let mut scene = Scene::new();
    let own = staking::stake_address(&scene.node, &scene.holder.pubkey());
    let others = staking::stake_address(&scene.node, &scene.operator.pubkey());
    scene.refused_with(own, others, StakingError::NotOwner);
}

#[test]
fn a_stake_lies_in_its_node_alone() {
    let mut scene = Scene::new();
    let key = scene.operator.pubkey();
    let params = RegisterParams { processors: 1, commission_bps: 0, payout: key };
    // Of the same pool, and of the other one.
    for (id, class) in [(1, H100), (2, APPLE)] {
        scene.world.accepted(&[staking::register_node(&key, id, class, params)], &[&scene.operator]);
        let (node, other) = (scene.node, staking::node_address(&key, id));
        scene.refused_with(node, other, StakingError::WrongNode);
    }
}

#[test]
fn the_config_is_one() {
    let mut scene = Scene::new();
    let copy = scene.world.key().pubkey();
    let state = scene.world.svm.get_account(&CONFIG.address).unwrap();
    scene.world.svm.set_account(copy, state).unwrap();
    scene.refused_with(CONFIG.address, copy, StakingError::WrongConfig);
    let (operator, node, admin) = (&scene.operator, &scene.node, &scene.cast.admin);
    let key = operator.pubkey();
    for (call, signer) in [
        (staking::announce_commission(&key, node, 0), Some(operator)),
        (staking::update_hardware(&key, node, H100, 1), Some(operator)),
        (staking::retire_node(&key, node), Some(operator)),
        (staking::claim_commission(node, &key), None),
        (staking::sync_node(node, &staking::class_address(H100)), None),
        (staking::execute_slash(node), None),
        (staking::propose_slash(&scene.cast.slasher.pubkey(), node, 1), Some(&scene.cast.slasher)),
        (staking::cancel_slash(&scene.cast.slasher.pubkey(), node), Some(&scene.cast.slasher)),
        (staking::report_availability(&scene.cast.oracle.pubkey(), &[]), Some(&scene.cast.oracle)),
        (staking::set_paused(&admin.pubkey(), true), Some(admin)),
        (staking::propose_admin(&admin.pubkey(), key), Some(admin)),
        (staking::update_class(&admin.pubkey(), H100, 1), Some(admin)),
    ] {
        let signers: Vec<_> = signer.into_iter().collect();
        let call = with_account(call, CONFIG.address, copy);
        scene.world.refused(&[call], &signers, StakingError::WrongConfig);
    }
}

#[test]
fn vaults_cannot_be_swapped() {
    let mut scene = Scene::new();
    let (stakes, rewards) = (STAKE_VAULT.address, REWARD_VAULT);
    scene.refused_with(stakes, rewards, StakingError::WrongStakeVault);
    scene.refused_with(rewards, stakes, StakingError::WrongRewardVault);
    let own = token::associated_address(&scene.holder.pubkey(), &MINT.address);
    scene.refused_with(stakes, own, StakingError::WrongStakeVault);
    scene.refused_with(rewards, own, StakingError::WrongRewardVault);
    let slash = with_account(staking::execute_slash(&scene.node), stakes, rewards);
    scene.world.refused(&[slash], &[], StakingError::WrongStakeVault);
    let commission = staking::claim_commission(&scene.node, &scene.operator.pubkey());
    scene.world.refused(&[with_account(commission, rewards, stakes)], &[], StakingError::WrongRewardVault);
}

#[test]
fn a_slash_burns_io_alone() {
    let mut scene = Scene::new();
    let foreign = scene.world.mint(8);
    let slash = with_account(staking::execute_slash(&scene.node), MINT.address, foreign);
    scene.world.refused(&[slash], &[], StakingError::WrongMint);
}

#[test]
fn no_account_passes_for_two() {
    let mut scene = Scene::new();
    let (config, node) = (CONFIG.address, scene.node);
    let stake = staking::stake_address(&node, &scene.holder.pubkey());
    scene.refused_with(config, node, OTHER_TYPE);
    scene.refused_with(config, stake, OTHER_TYPE);
    scene.refused_with(node, config, OTHER_TYPE);
    scene.refused_with(node, stake, OTHER_TYPE);
    scene.refused_with(stake, node, OTHER_TYPE);
    scene.refused_with(stake, config, OTHER_TYPE);
    let class = staking::class_address(H100);
    scene.refused_with(node, class, OTHER_TYPE);
    scene.refused_with(stake, class, OTHER_TYPE);
}

#[test]
fn a_vault_is_nobodys_token_account() {
    let mut scene = Scene::new();
    let holder = scene.holder.insecure_clone();
    let (key, node) = (holder.pubkey(), scene.node);
    let own = token::associated_address(&key, &MINT.address);
    let from_vault = with_account(staking::stake(&key, &node, IO), own, STAKE_VAULT.address);
    scene.world.refused(&[from_vault], &[&holder], OWNER_MISMATCH);
    for vault in [STAKE_VAULT.address, REWARD_VAULT] {
        for call in [staking::withdraw(&key, &node), staking::claim(&key, &node)] {
            let call = with_account(call, own, vault);
            scene.world.refused(&[call], &[&holder], StakingError::NotOwnersTokenAccount);
        }
    }
}

#[test]
fn stake_and_rewards_go_to_the_owner_alone() {
    let mut scene = Scene::new();
    let holder = scene.holder.insecure_clone();
    let (key, node) = (holder.pubkey(), scene.node);
    let own = token::associated_address(&key, &MINT.address);
    let others = token::associated_address(&scene.operator.pubkey(), &MINT.address);
    for elsewhere in [others, scene.operator.pubkey(), MINT.address] {
        for call in [staking::withdraw(&key, &node), staking::claim(&key, &node)] {
            let call = with_account(call, own, elsewhere);
            scene.world.refused(&[call], &[&holder], StakingError::NotOwnersTokenAccount);
        }
    }
}

#[test]
fn another_coin_is_no_stake() {
    let mut scene = Scene::new();
    let holder = scene.holder.insecure_clone();
    let key = holder.pubkey();
    let foreign = scene.world.mint(8);
    let foreign = scene.world.token_account(&key, &foreign);
    let own = token::associated_address(&key, &MINT.address);
    let stake = with_account(staking::stake(&key, &scene.node, IO), own, foreign);
    assert!(scene.world.send(&[stake], &[&holder]).is_err());
    let claim = with_account(staking::claim(&key, &scene.node), own, foreign);
    assert!(scene.world.send(&[claim], &[&holder]).is_err());
}

#[test]
fn commission_goes_to_the_payout_wallets_own_account_alone() {
    let mut scene = Scene::new();
    let (operator, node) = (scene.operator.insecure_clone(), scene.node);
    let payout = scene.world.wallet();
    scene.world.io_account(&payout.pubkey());
    let set = staking::set_payout(&operator.pubkey(), &node, payout.pubkey());
    scene.world.accepted(&[set], &[&operator]);
    let call = staking::claim_commission(&node, &operator.pubkey());
    scene.world.refused(&[call], &[], StakingError::NotPayoutTokenAccount);
    let call = staking::claim_commission(&node, &scene.holder.pubkey());
    scene.world.refused(&[call], &[], StakingError::NotPayoutTokenAccount);
    let call = staking::claim_commission(&node, &payout.pubkey());
    scene.world.refused(&[call], &[], StakingError::NothingToClaim);
}

#[test]
fn a_node_syncs_with_its_own_class_alone() {
    let mut scene = Scene::new();
    let sync = staking::sync_node(&scene.node, &staking::class_address(APPLE));
    scene.world.refused(&[sync], &[], StakingError::WrongClass);
}

#[test]
fn a_node_is_its_operators_alone() {
    let mut scene = Scene::new();
    let (key, node) = (scene.holder.pubkey(), &scene.node);
    for call in [
        staking::update_hardware(&key, node, H100, 2),
        staking::announce_commission(&key, node, 1),
        staking::set_payout(&key, node, key),
        staking::retire_node(&key, node),
    ] {
        scene.world.refused(&[call], &[&scene.holder], StakingError::NotOperator);
    }
}

#[test]
fn nothing_happens_to_a_stake_without_its_owners_signature() {
    let mut scene = Scene::new();
    for mut call in scene.calls() {
        call.accounts[0].is_signer = false;
        scene.world.refused(&[call], &[], NO_SIGNATURE);
    }
}
