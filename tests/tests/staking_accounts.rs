//! Accounts that do not belong together: each is refused by name.

mod staking_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        emission::MINT,
        external::TOKEN_PROGRAM,
        staking::{CONFIG, REWARD_VAULT, STAKE_VAULT},
    },
    io_client::{
        staking::{self, RegisterParams, StakingError},
        token,
    },
    io_economics::units::BASE_UNITS_PER_IO as IO,
    io_testkit::{
        calls::{with_account, NOT_OURS, NO_SIGNATURE, OTHER_TYPE},
        staking::{APPLE, H100},
        Refusal,
    },
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    staking_scene::{is_in_batch, params, reads_config_in_place, Scene},
};

impl Scene {
    /// What the holder can do, where it names `of`, is refused with `error` if it names `by`
    /// instead.
    fn refused_with(&mut self, of: Pubkey, by: Pubkey, error: impl Into<Refusal> + Copy) {
        let holder = self.holder.insecure_clone();
        let calls = self.calls().into_iter().map(|call| (call, Some(holder.insecure_clone())));
        self.refuse(calls.collect(), of, by, error.into());
    }

    /// The same of whatever anybody can do.
    fn refused_to_all(&mut self, of: Pubkey, by: Pubkey, error: impl Into<Refusal>) {
        self.refuse(self.all_calls(), of, by, error.into());
    }

    fn refuse(&mut self, calls: Vec<(Instruction, Option<Keypair>)>, of: Pubkey, by: Pubkey, error: Refusal) {
        let mut refused = 0;
        for (call, signer) in calls {
            if call.accounts.iter().any(|meta| meta.pubkey == of) && !is_in_batch(&call, &of) {
                let signers: Vec<_> = signer.iter().collect();
                let by_address = of == CONFIG.address && reads_config_in_place(&call);
                let error = if by_address { StakingError::WrongConfig.into() } else { error };
                self.world.refused(&[with_account(call, of, by)], &signers, error);
                refused += 1;
            }
        }
        assert!(refused > 0, "no call names {of}");
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
    // The copy names the same admin, and the same proposed one.
    let admin = scene.cast.admin.insecure_clone();
    scene.world.accepted(&[staking::propose_admin(&admin.pubkey(), admin.pubkey())], &[&admin]);
    let copy = scene.copy(&CONFIG.address, io_addresses::staking::ID);
    scene.refused_to_all(CONFIG.address, copy, StakingError::WrongConfig);
}

#[test]
fn what_another_program_wrote_is_none_of_ours() {
    let mut scene = Scene::new();
    let program = scene.world.key().pubkey();
    let stake = staking::stake_address(&scene.node, &scene.holder.pubkey());
    for account in [CONFIG.address, staking::class_address(H100), scene.node, stake] {
        let copy = scene.copy(&account, program);
        scene.refused_to_all(account, copy, NOT_OURS);
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
    let stake = staking::stake_address(&scene.node, &scene.holder.pubkey());
    let accounts = [CONFIG.address, staking::class_address(H100), scene.node, stake];
    for of in accounts {
        for by in accounts.into_iter().filter(|by| *by != of) {
            scene.refused_to_all(of, by, OTHER_TYPE);
        }
    }
}

#[test]
fn a_vault_is_nobodys_token_account() {
    let mut scene = Scene::new();
    let holder = scene.holder.insecure_clone();
    let (key, node) = (holder.pubkey(), scene.node);
    let own = token::associated_address(&key, &MINT.address);
    let from_vault = with_account(staking::stake(&key, &node, IO), own, STAKE_VAULT.address);
    scene.world.refused(&[from_vault], &[&holder], StakingError::NotOwnersTokenAccount);
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
    let (key, issuer) = (holder.pubkey(), scene.world.payer.pubkey());
    let coin = scene.world.mint(8);
    let foreign = scene.world.token_account(&key, &coin);
    let issue = spl_token_interface::instruction::mint_to(&TOKEN_PROGRAM, &coin, &foreign, &issuer, &[], IO);
    scene.world.accepted(&[issue.unwrap()], &[]);
    let own = token::associated_address(&key, &MINT.address);
    for call in [staking::stake(&key, &scene.node, IO), staking::claim(&key, &scene.node)] {
        let call = with_account(call, own, foreign);
        scene.world.refused(&[call], &[&holder], StakingError::NotOwnersTokenAccount);
    }
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
fn a_node_is_its_operators_alone() {
    let mut scene = Scene::new();
    let (key, node) = (scene.holder.pubkey(), &scene.node);
    for call in [
        staking::update_hardware(&key, node, H100, 2),
        staking::announce_commission(&key, node, 1),
        staking::set_payout(&key, node, key),
        staking::set_offer(&key, node, IO),
        staking::retire_node(&key, node),
    ] {
        scene.world.refused(&[call], &[&scene.holder], StakingError::NotOperator);
    }
}

#[test]
fn nobody_acts_without_a_signature() {
    let mut scene = Scene::new();
    let (deployer, key) = (scene.world.deployer.pubkey(), scene.operator.pubkey());
    let calls = scene.signed_calls().into_iter().map(|(call, _)| call);
    for mut call in calls.chain([staking::initialize(&deployer, params(key))]) {
        call.accounts[0].is_signer = false;
        scene.world.refused(&[call], &[], NO_SIGNATURE);
    }
}
