//! Who may call what, and which calls wait for each other.

use {
    crate::{
        scene::{both, Call, Scene, BOOKED},
        swaps::places,
    },
    anchor_lang::prelude::Pubkey,
    io_addresses::orders::ID,
    io_client::orders::{self, OrdersError::*},
    io_testkit::{
        calls::NO_SIGNATURE,
        orders::{Deal, CURRENCIES},
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::{collections::BTreeSet, rc::Rc},
};

#[test]
fn nothing_happens_without_the_signature() {
    for currency in CURRENCIES {
        for (mut scene, names) in places(currency) {
            for name in names {
                let mut call = scene.call(name);
                let signs = |meta: &&mut solana_instruction::AccountMeta| meta.is_signer;
                let Some(meta) = call.instruction.accounts.iter_mut().find(signs) else { continue };
                meta.is_signer = false;
                scene.world.refused(&[call.instruction], &[], NO_SIGNATURE);
            }
        }
    }
    let [mut scene, _] = both(Scene::open);
    for mut call in scene.other_calls() {
        let payer = scene.world.payer.pubkey();
        let signs = |meta: &&mut solana_instruction::AccountMeta| meta.is_signer && meta.pubkey != payer;
        let Some(meta) = call.instruction.accounts.iter_mut().find(signs) else { continue };
        meta.is_signer = false;
        scene.world.refused(&[call.instruction], &[], NO_SIGNATURE);
    }
}

#[test]
fn each_call_is_its_signers_alone() {
    for currency in CURRENCIES {
        for (mut scene, names) in places(currency) {
            let everybody: Vec<Keypair> = [
                &scene.deal.client,
                &scene.deal.operator,
                &scene.roles.admin,
                &scene.roles.oracle,
                &scene.roles.arbiter,
                &scene.cast.oracle,
                &scene.world.deployer,
                &*scene.stranger,
            ]
            .map(Keypair::insecure_clone)
            .into();
            for name in names {
                let (proper, error) = match name {
                    "cancel" => (scene.client(), AcceptWindowOpen),
                    "accept" => (scene.operator(), NotOperator),
                    "dispute" => (scene.client(), NotClient),
                    // Anyone may pay for more time, but from an account of its own.
                    "extend" => (scene.client(), WrongSource),
                    "report an outage" => (scene.roles.oracle.pubkey(), NotOracle),
                    "resolve" => (scene.roles.arbiter.pubkey(), NotArbiter),
                    "end by the client" => (scene.client(), StillBooked),
                    _ => continue,
                };
                let call = scene.call(name).instruction;
                for signer in &everybody {
                    let key = signer.pubkey();
                    // The operator may end as well.
                    if key == proper || name == "end by the client" && key == scene.operator() {
                        continue;
                    }
                    let mut call = call.clone();
                    let meta = call.accounts.iter_mut().find(|meta| meta.is_signer).unwrap();
                    meta.pubkey = key;
                    scene.world.refused(&[call], &[signer], error);
                }
            }
        }
    }
}

/// Transactions on different orders wait for each other only where they change the same account.
#[test]
fn orders_of_different_clients_share_the_books_and_their_node_alone() {
    for currency in CURRENCIES {
        let mine = Scene::running(currency);
        let mut theirs = mine.clone();
        let another = Rc::new(Deal {
            client: theirs.world.client(&mine.cast, 100_000, 100_000),
            operator: mine.deal.operator.insecure_clone(),
            ..*mine.deal
        });
        theirs.deal = another;
        theirs.purse = theirs.world.purse(&theirs.deal.client, currency);
        theirs.address = theirs.world.create(&theirs.deal, 0, currency, BOOKED as u32);
        theirs.look();
        theirs = theirs.accepted();
        let shared = [
            orders::ledger(currency),
            orders::vault(currency),
            mine.deal.node,
            orders::record_address(&mine.deal.node),
            // The provider of both.
            mine.account(&mine.operator()),
        ];
        let writes = |call: &Call| -> BTreeSet<Pubkey> {
            let by_operator = |key: &Pubkey| *key == mine.operator() || *key == mine.stranger.pubkey();
            let metas = call.instruction.accounts.iter().filter(|meta| meta.is_writable && meta.pubkey != ID);
            metas.map(|meta| meta.pubkey).filter(|key| !by_operator(key)).collect()
        };
        for one in mine.calls() {
            for other in theirs.calls() {
                let common: Vec<Pubkey> = writes(&one).intersection(&writes(&other)).copied().collect();
                assert!(
                    common.iter().all(|key| shared.contains(key)),
                    "{} and {}: {common:?}",
                    one.name,
                    other.name
                );
            }
        }
    }
}
