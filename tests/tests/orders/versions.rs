//! An account of a layout that a program does not know is refused by every instruction that reads
//! it.

use {
    crate::{scene::Scene, swaps::places},
    anchor_lang::prelude::Pubkey,
    io_addresses::{orders::CONFIG, staking},
    io_client::orders::{self, Currency},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    std::collections::BTreeSet,
};

/// `UnknownVersion` has this number in every program of the suite.
const UNKNOWN_VERSION: u32 = 6_999;

/// What a call may name by its address alone: the config signs for the vaults, and io_staking reads
/// the node that it releases.
const NOT_READ: [(&str, &str); 13] = [
    ("cancel", "config"),
    ("cancel by a stranger", "config"),
    ("settle", "config"),
    ("end by the client", "config"),
    ("end by the operator", "config"),
    ("end by a stranger", "config"),
    ("dispute", "config"),
    ("close", "config"),
    ("close", "node"),
    ("open an unclaimed balance", "unclaimed"),
    ("sweep", "config"),
    ("take an unclaimed balance", "config"),
    ("deliver an unclaimed balance", "config"),
];

/// Tries a call with each account of the suite that it names in a layout to come.
fn try_versions(
    scene: &Scene,
    name: &'static str,
    call: &Instruction,
    signers: &[&Keypair],
    seen: &mut BTreeSet<(&'static str, &'static str)>,
) {
    let accounts: [(&str, Pubkey); 6] = [
        ("config", CONFIG.address),
        ("ledger", orders::ledger(scene.currency)),
        ("order", scene.address),
        ("unclaimed", orders::unclaimed_address(&scene.client(), scene.currency)),
        ("node", scene.deal.node),
        ("staking config", staking::CONFIG.address),
    ];
    for (what, address) in accounts {
        let named = call.accounts.iter().any(|meta| meta.pubkey == address);
        let there = scene.world.svm.get_account(&address).filter(|account| !account.data.is_empty());
        let (true, Some(mut account)) = (named, there) else { continue };
        seen.insert((name, what));
        if NOT_READ.contains(&(name, what)) {
            continue;
        }
        assert_eq!(account.data[8], 1, "the version byte of {what}");
        account.data[8] = 2;
        let mut fork = scene.clone();
        fork.world.svm.set_account(address, account).unwrap();
        let failure = fork.world.send(std::slice::from_ref(call), signers).err();
        let code = failure.and_then(|failure| failure.code());
        assert_eq!(code, Some(UNKNOWN_VERSION), "{name} with a {what} of version 2");
    }
}

#[test]
fn an_unknown_layout_is_refused_by_all_that_read_it() {
    let mut seen = BTreeSet::new();
    for (scene, names) in places(Currency::Io) {
        for name in names {
            let call = scene.call(name);
            try_versions(&scene, call.name, &call.instruction, &call.signers(), &mut seen);
        }
        let again = scene.call("create again");
        let client = scene.client();
        let create = io_client::orders::create(
            &client,
            7,
            &scene.deal.node,
            scene.currency,
            io_testkit::orders::terms(scene.currency, 7_200),
        );
        try_versions(&scene, "create", &create, &again.signers(), &mut seen);
    }
    let mut scene = Scene::open(Currency::Io);
    scene.open_unclaimed();
    for call in scene.other_calls() {
        if !["initialize", "open ledger"].contains(&call.name) {
            try_versions(&scene, call.name, &call.instruction, &call.signers(), &mut seen);
        }
    }
    for pair in NOT_READ {
        assert!(seen.contains(&pair), "{pair:?} is not named any more");
    }
    assert!(seen.len() > 50, "{}", seen.len());
}
