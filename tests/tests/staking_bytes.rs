//! Accounts whose bytes this program did not write, or a later version of it.

use {
    anchor_lang::prelude::Pubkey,
    io_client::{
        orders::{self, Currency, OrdersError},
        staking,
    },
    io_economics::{time::DAY, units::BASE_UNITS_PER_IO as IO},
    io_testkit::{
        calls::OTHER_TYPE,
        orders::{terms, Deal},
        World,
    },
    solana_signer::Signer,
};

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
    let old = world.svm.get_account(&deal.node).unwrap();
    let mut newer = old.clone();
    newer.data[8] += 1;
    let accept = orders::accept(&deal.operator.pubkey(), &open, &world.order(&open), true);
    let params = terms(Currency::Io, DAY as u32);
    let create = orders::create(&deal.client.pubkey(), 2, &deal.node, Currency::Io, params);
    let ends = orders::end(&deal.client.pubkey(), &address, &world.order(&address), None);
    world.svm.set_account(deal.node, newer).unwrap();
    world.refused(&[accept], &[&deal.operator], OrdersError::UnknownVersion);
    world.refused(&[create], &[&deal.client], OrdersError::UnknownVersion);
    // Testkit knows no such layout either, so that the transaction goes round it.
    world.svm.expire_blockhash();
    let message = solana_message::Message::new(&[ends], Some(&deal.client.pubkey()));
    let transaction =
        solana_transaction::Transaction::new(&[&deal.client], message, world.svm.latest_blockhash());
    world.svm.send_transaction(transaction).expect("an end needs no more than the operator's key");
    assert_eq!(world.stage(&address), Stage::Ended);
}

/// An account of io_staking whose bytes are no account that it wrote.
fn spoil(world: &mut World, address: &Pubkey, change: impl FnOnce(&mut Vec<u8>)) {
    let mut account = world.svm.get_account(address).unwrap();
    change(&mut account.data);
    world.svm.set_account(*address, account).unwrap();
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
    // `retired` is the last flag of the ledger, 13 bytes of padding and 16 reserved ones before the
    // end.
    let retired = 8 + std::mem::size_of::<staking::Node>() - 16 - 13 - 1;
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
