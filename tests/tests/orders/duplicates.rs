//! Whatever account is passed in place of whatever other, and whatever is called twice: no money
//! moves for it.

use {
    crate::{
        scene::Scene,
        swaps::{other, places},
    },
    anchor_lang::prelude::Pubkey,
    io_addresses::staking,
    io_client::orders::{self, mint, Balances, OrdersError::*, Stage},
    io_testkit::{calls::NOT_THERE, orders::CURRENCIES, Refusal},
    solana_signer::Signer,
};

/// What a call may move: who has how much, and what the books say.
fn effect(scene: &Scene) -> impl PartialEq + std::fmt::Debug {
    let wallets = [scene.client(), scene.operator(), scene.stranger.pubkey(), scene.roles.admin.pubkey()];
    let purse = scene.world.balance(&scene.purse);
    let worth: Vec<_> = CURRENCIES
        .into_iter()
        .flat_map(|currency| wallets.map(|wallet| scene.world.wallet_balance(&wallet, currency)))
        .collect();
    let balances: [Balances; 2] = CURRENCIES.map(|currency| scene.world.ledger(currency).balances);
    let order = scene.world.svm.get_account(&scene.address).filter(|order| !order.data.is_empty());
    let escrow = order.map(|_| scene.world.order(&scene.address).escrow);
    (worth, purse, balances, escrow, scene.world.node(&scene.deal.node).ledger.hired)
}

/// Whatever account is passed in place of whatever other, duplicates included: the call is refused
/// or moves the same.
#[test]
fn no_account_passes_for_another() {
    let mut same = 0;
    for currency in CURRENCIES {
        for (scene, names) in places(currency) {
            for name in names {
                let call = scene.call(name);
                let mut proper = scene.clone();
                proper.world.accepted(std::slice::from_ref(&call.instruction), &call.signers());
                let effect_of_proper = effect(&proper);
                let pool: Vec<Pubkey> = call
                    .instruction
                    .accounts
                    .iter()
                    .map(|meta| meta.pubkey)
                    .chain([
                        scene.stranger.pubkey(),
                        scene.account(&scene.stranger.pubkey()),
                        scene.account(&scene.operator()),
                        mint(currency),
                        orders::ledger(other(currency)),
                        orders::vault(other(currency)),
                        staking::STAKE_VAULT.address,
                        orders::sweep_to(currency),
                    ])
                    .collect();
                for slot in 0..call.instruction.accounts.len() {
                    for by in &pool {
                        let mut instruction = call.instruction.clone();
                        let meta = &mut instruction.accounts[slot];
                        if meta.is_signer || meta.pubkey == *by {
                            continue;
                        }
                        meta.pubkey = *by;
                        let mut fork = scene.clone();
                        if fork.world.send(&[instruction], &call.signers()).is_ok() {
                            assert_eq!(effect(&fork), effect_of_proper, "{name}: {by} in slot {slot}");
                            same += 1;
                        }
                    }
                }
            }
        }
    }
    println!("{same} replaced accounts that are not looked at");
}

#[test]
fn a_call_twice_in_one_transaction_moves_once() {
    for currency in CURRENCIES {
        for (mut scene, names) in places(currency) {
            for name in names {
                let error: Refusal = match name {
                    // Twice as much time, twice the outage reported the second time is refused.
                    "extend" => continue,
                    "cancel" | "cancel by a stranger" => AlreadySettled.into(),
                    "accept" => AlreadyAccepted.into(),
                    "settle" if scene.stage() == Stage::Ended => AlreadySettled.into(),
                    "settle" => NothingDue.into(),
                    "report an outage" => OutageDoesNotCount.into(),
                    "dispute" => Disputed.into(),
                    "resolve" => NotDisputed.into(),
                    "close" => NOT_THERE.into(),
                    _ => AlreadyEnded.into(),
                };
                let call = scene.call(name);
                let twice = [call.instruction.clone(), call.instruction.clone()];
                scene.world.refused(&twice, &call.signers(), error);
            }
        }
    }
}
