//! Accounts whose bytes this program did not write, or a later version of it.

mod staking_scene;

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{emission::EMISSION, staking::CONFIG},
    io_client::{
        orders::{self, Currency, OrdersError, Stage},
        staking::{self, StakingError},
    },
    io_economics::{time::DAY, units::BASE_UNITS_PER_IO as IO},
    io_testkit::{
        calls::OTHER_TYPE,
        orders::{terms, Deal},
        staking::H100,
        World,
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_instruction_error::InstructionError,
    solana_message::Message,
    solana_signer::Signer,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    staking_scene::{is_in_batch, params, Scene},
};

/// Where the version byte lies, behind the discriminator.
const VERSION: usize = 8;

fn scene() -> (World, Deal) {
    let (mut world, cast, _) = World::with_orders();
    let deal = world.deal(&cast);
    (world, deal)
}

#[test]
fn a_node_of_an_unknown_layout_is_refused() {
    let (mut world, deal) = scene();
    let address = world.running(&deal, 0, Currency::Io, DAY as u32);
    let open = world.create(&deal, 1, Currency::Io, DAY as u32);
    let accept = orders::accept(&deal.operator.pubkey(), &open, &world.order(&open), true);
    let params = terms(Currency::Io, DAY as u32);
    let create = orders::create(&deal.client.pubkey(), 2, &deal.node, Currency::Io, params);
    let ends = orders::end(&deal.client.pubkey(), &address, &world.order(&address), None);
    spoil(&mut world, &deal.node, |data| newer(data));
    world.refused(&[accept], &[&deal.operator], OrdersError::UnknownVersion);
    world.refused(&[create], &[&deal.client], OrdersError::UnknownVersion);
    // An end releases processors, which io_staking writes down.
    world.refused(&[ends], &[&deal.client], StakingError::UnknownVersion);
    assert_eq!(world.stage(&address), Stage::Running);
}

/// Makes the account one of a layout to come.
fn newer(data: &mut [u8]) {
    assert_eq!(data[VERSION], 1);
    data[VERSION] = 2;
}

/// Changes the bytes of an account.
fn spoil(world: &mut World, address: &Pubkey, change: impl FnOnce(&mut Vec<u8>)) {
    let mut account = world.svm.get_account(address).unwrap();
    change(&mut account.data);
    world.svm.set_account(*address, account).unwrap();
}

#[test]
fn an_unknown_layout_is_refused_by_every_instruction_that_reads_it() {
    let Scene { world, cast, operator, node, holder } = Scene::new();
    // As if every signer had signed, the config of io_orders too, which hires and releases.
    let mut scene = Scene { world: world.trusting_signatures(), cast, operator, node, holder };
    let calls = scene.all_calls().into_iter().map(|(call, _)| call);
    let calls: Vec<_> = calls.chain(scene.calls_of_orders()).collect();
    let stake = staking::stake_address(&node, &scene.holder.pubkey());
    let mut refused = [0; 4];
    let accounts = [CONFIG.address, staking::class_address(H100), node, stake];
    for (account, refused) in accounts.into_iter().zip(&mut refused) {
        let known = scene.world.svm.get_account(&account).unwrap();
        spoil(&mut scene.world, &account, |data| newer(data));
        for call in calls.iter().filter(|call| call.accounts.iter().any(|meta| meta.pubkey == account)) {
            let (error, after) = sent_around_testkit(&scene.world, call, &node);
            if is_in_batch(call, &account) {
                assert!(error.is_none() && after == scene.world.svm.get_account(&node), "not skipped");
                continue;
            }
            let unknown = InstructionError::Custom(StakingError::UnknownVersion.into());
            assert_eq!(error, Some(TransactionError::InstructionError(0, unknown)), "{call:?}");
            *refused += 1;
        }
        scene.world.svm.set_account(account, known).unwrap();
    }
    assert_eq!(refused, [26, 3, 21, 6], "calls that read the config, a class, a node, a stake");
}

/// What a call comes to on a copy of the chain, and the node after it. Testkit knows no such layout
/// either.
fn sent_around_testkit(
    world: &World,
    call: &Instruction,
    node: &Pubkey,
) -> (Option<TransactionError>, Option<Account>) {
    let mut svm = world.svm.clone();
    let mut message = Message::new(std::slice::from_ref(call), Some(&world.payer.pubkey()));
    message.recent_blockhash = svm.latest_blockhash();
    let error = svm.send_transaction(Transaction::new_unsigned(message)).err();
    (error.map(|failed| failed.err), svm.get_account(node))
}

#[test]
fn staking_does_not_start_by_an_emission_of_an_unknown_layout() {
    let (mut world, _) = World::after_genesis();
    let deployer = world.deployer.insecure_clone();
    let key = deployer.pubkey();
    spoil(&mut world, &EMISSION.address, |data| newer(data));
    let call = staking::initialize(&key, params(key));
    world.refused(&[call], &[&deployer], StakingError::WrongEmission);
}

#[test]
fn bytes_that_are_no_account_are_refused_even_under_the_programs_own_name() {
    /// Anchor's number for data that is too short or holds what its type does not.
    const NO_ACCOUNT: u32 = anchor_lang::error::ErrorCode::AccountDidNotDeserialize as u32;
    /// Anchor's number for data without room for a discriminator.
    const EMPTY: u32 = anchor_lang::error::ErrorCode::AccountDiscriminatorMismatch as u32;
    let (world, deal) = scene();
    let (key, node) = (deal.operator.pubkey(), deal.node);
    let stake = staking::stake_address(&node, &key);
    // Behind `retired` come the ledger's `enough`, 4 bytes of padding and the node's 16 reserved.
    let retired = 8 + size_of::<staking::Node>() - 16 - 4 - 1 - 1;
    let calls = [staking::unstake(&key, &node, IO), staking::claim(&key, &node)];
    for address in [node, stake] {
        type Change = fn(&mut Vec<u8>, usize);
        let changes: [(Change, u32); 4] = [
            (|data, _| data.truncate(data.len() - 1), NO_ACCOUNT),
            (|data, _| data.truncate(4), EMPTY),
            (|data, _| data.clear(), EMPTY),
            (|data, _| data[0] ^= 1, OTHER_TYPE),
        ];
        for (change, error) in changes {
            let mut world = world.clone();
            spoil(&mut world, &address, |data| change(data, retired));
            for call in &calls {
                world.refused(std::slice::from_ref(call), &[&deal.operator], error);
            }
        }
    }
    let mut world = world.clone();
    spoil(&mut world, &node, |data| {
        assert_eq!(data[retired], 0);
        data[retired] = 2;
    });
    for call in &calls {
        world.refused(std::slice::from_ref(call), &[&deal.operator], NO_ACCOUNT);
    }
}
