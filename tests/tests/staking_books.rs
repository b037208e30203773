//! The world notices books that do not balance, and a long life stays in balance.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::staking::{REWARD_VAULT, STAKE_VAULT},
    io_client::{emission, staking},
    io_economics::{staking::BPS, units::BASE_UNITS_PER_IO as IO},
    io_testkit::{
        owners::COMMUNITY,
        staking::{Cast, APPLE, H100},
        walk, World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

fn scene() -> (World, Cast, Keypair, Pubkey) {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 1);
    world.pass(7_200);
    world.crank();
    (world, cast, operator, node)
}

#[test]
#[should_panic(expected = "stake vault")]
fn an_uncounted_donation_to_the_stake_vault_shows() {
    let (mut world, cast, ..) = scene();
    world.transfer_io(&cast.owners[COMMUNITY], &STAKE_VAULT.address, 1);
}

#[test]
#[should_panic(expected = "reward vault")]
fn an_uncounted_donation_to_the_reward_vault_shows() {
    let (mut world, cast, ..) = scene();
    world.transfer_io(&cast.owners[COMMUNITY], &REWARD_VAULT, 1);
}

/// Changes the lowest byte of what a stake is owed, in units of 2^-64 base units.
fn change_owed(by: i8) {
    let (mut world, _, operator, node) = scene();
    world.accepted(&[staking::restake(&operator.pubkey(), &node)], &[&operator]);
    world.pass(600);
    world.accepted(&[staking::unstake(&operator.pubkey(), &node, IO)], &[&operator]);
    let address = staking::stake_address(&node, &operator.pubkey());
    let mut account = world.svm.get_account(&address).unwrap();
    // Discriminator, header, node, owner, shares and reward_seen come before `owed`.
    let owed = &mut account.data[8 + 16 + 32 + 32 + 16 + 16 + 1];
    *owed = owed.checked_add_signed(by).unwrap();
    world.svm.set_account(address, account).unwrap();
    world.accepted(&[staking::sync_node(&node)], &[]);
}

#[test]
#[should_panic(expected = "more is owed than accrued")]
fn a_fraction_too_much_shows() {
    change_owed(1);
}

#[test]
#[should_panic(expected = "to the last bit")]
fn a_fraction_too_little_shows() {
    change_owed(-1);
}

/// Random calls of holders and operators, most of them legal; testkit checks the books after each.
#[test]
fn a_crowd_keeps_the_books_in_balance() {
    let (seed, steps) = (walk::seed(), walk::steps());
    println!("IO_WALK_SEED={seed} IO_WALK_STEPS={steps}");
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut world, cast) = World::with_staking();
    let people: Vec<_> = (0..20).map(|_| world.holder(&cast, 100_000)).collect();
    let mut nodes = Vec::new();
    for (n, operator) in people.iter().take(10).enumerate() {
        let class = if n % 3 == 0 { APPLE } else { H100 };
        let node = world.register(operator, 0, class, 1 + random.u32(..4));
        world.stake(operator, &node, 20_000);
        world.set_offer(operator, &node, random.u64(..4_000));
        world.attest(&cast, &node);
        nodes.push((node, operator.pubkey()));
    }
    let mut accepted = 0;
    for _ in 0..steps {
        world.pass([0, 1, 600, 40_000, 300_000][random.usize(..5)]);
        let (node, operator) = nodes[random.usize(..nodes.len())];
        let person = &people[random.usize(..people.len())];
        let key = person.pubkey();
        let amount = random.u64(..2_000 * IO);
        let call = match random.u8(..18) {
            0..=2 => staking::first_stake(&key, &node, amount).to_vec(),
            3..=4 => vec![staking::stake(&key, &node, amount)],
            5..=6 => vec![staking::unstake(&key, &node, amount)],
            7 => vec![staking::withdraw(&key, &node)],
            8 => staking::crank_and_claim(&key, &node, &world.emission(), world.now()),
            9 => vec![emission::crank()],
            10 => vec![staking::restake(&key, &node)],
            11 => vec![staking::close_stake(&key, &node)],
            12 => vec![staking::sync_node(&node)],
            13 => vec![staking::claim_commission(&node, &operator)],
            14 => vec![staking::announce_commission(&key, &node, random.u16(..6_000))],
            15 => vec![staking::set_offer(&key, &node, random.u64(..4_000 * IO))],
            16 => vec![staking::update_hardware(
                &key,
                &node,
                [APPLE, H100][random.usize(..2)],
                1 + random.u32(..4),
            )],
            _ => vec![staking::execute_slash(&node)],
        };
        accepted += u64::from(world.send(&call, &[person][..usize::from(names(&call, &key))]).is_ok());
        if random.u8(..3) == 0 {
            world.attest(&cast, &node);
        }
        if random.u8(..20) == 0 {
            let share = random.u16(1..=BPS);
            let slasher = cast.slasher.pubkey();
            let call = match random.u8(..4) {
                0..=1 => staking::propose_slash(&slasher, &node, share),
                2 => staking::raise_slash(&slasher, &node, share),
                _ => staking::cancel_slash(&slasher, &node),
            };
            accepted += u64::from(world.send(&[call], &[&cast.slasher]).is_ok());
        }
    }
    assert!(accepted > steps / 10, "{accepted} of {steps} were accepted");
}

fn names(call: &[solana_instruction::Instruction], key: &Pubkey) -> bool {
    call.iter().flat_map(|call| &call.accounts).any(|meta| meta.is_signer && meta.pubkey == *key)
}
