//! What each instruction says when one of its accounts is wrong.
//!
//! The bench makes a call of every instruction that is accepted. Here each account of each such
//! call is replaced in turn: by another account with the same contents, which belongs to a
//! stranger's program if the account is a program's of the suite, by an address without an account,
//! and a signer does not sign. An account of the suite is replaced by one of a later layout too.
//! What the program says is compared with tests/refusals.txt, which a reviewer reads like code;
//! `IO_WRITE=1` writes it anew.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{external::ASSOCIATED_TOKEN_PROGRAM, PROGRAMS},
    io_bench::Watch,
    io_testkit::{idl, World},
    solana_account::Account,
    solana_instruction::{AccountMeta, Instruction as Call},
    std::{cell::RefCell, collections::BTreeMap, env, fs, rc::Rc},
};

/// Where what the programs say is committed.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/refusals.txt");

const HEAD: &str = "\
# What a program says when an account of a call is wrong: `foreign` is an account with the same
# contents that belongs to a stranger's program, `newer` the account with the next version of its
# layout, `copy` another account with the same contents, `other` another program, `nothing` an address
# without an account, `unsigned` a signer that did not sign. Every instruction and every account of the
# IDLs is here. Written by `IO_WRITE=1 cargo xtask test bench`; tests/tests/bench/refusals.rs says why
# an account may be `accepted`.
";

/// What stands before what the program says of an account of a later layout.
const NEWER: &str = "newer ";

/// Where an account of the suite has the version of its layout: behind the discriminator.
const VERSION: usize = 8;

/// A program that is not of the suite.
const STRANGER: Pubkey = Pubkey::new_from_array([0xdd; 32]);

/// Where the copies are put.
const ELSEWHERE: Pubkey = Pubkey::new_from_array([0xee; 32]);

/// Accounts that may be any, by the reason.
const FREE: [(&str, &[&str]); 9] = [
    (
        "A payer spends from any account of its own.",
        &[
            "io_airdrop.fund.source",
            "io_buyback.fill.source",
            "io_orders.bid_auto.source",
            "io_orders.book.source",
            "io_orders.create.source",
            "io_orders.dispute.source",
            "io_orders.extend.source",
            "io_orders.request.source",
            "io_staking.stake.source",
        ],
    ),
    (
        "Who signs says where it goes.",
        &[
            "io_airdrop.claim.destination",
            "io_buyback.fill.destination",
            "io_orders.take_unclaimed.destination",
            "io_staking.claim.destination",
            "io_staking.register_node.payout",
            "io_staking.set_payout.payout",
            "io_staking.withdraw.destination",
        ],
    ),
    (
        "Looked at only if it is paid.",
        &["io_airdrop.sweep.funder_account", "io_orders.settle.client_account"],
    ),
    ("Looked at only by the last settlement.", &["io_orders.settle.record"]),
    (
        "The deployer names two wallets.",
        &["io_emission.allocate.community", "io_emission.allocate.ecosystem"],
    ),
    (
        "Anyone may pay; where the payer of the fee does, it signs as that.",
        &[
            "io_orders.open_ledger.payer",
            "io_orders.open_record.opener",
            "io_orders.open_unclaimed.opener",
            "io_vesting.grant.payer",
        ],
    ),
    (
        "The manager names a wallet; the account beside it saves a derivation.",
        &["io_vesting.grant.beneficiary", "io_vesting.grant.beneficiary_account"],
    ),
    (
        "A price is told by its feed, its owner and its age.",
        &[
            "io_buyback.fill.io_price",
            "io_buyback.fill.usdc_price",
            "io_buyback.swap_and_burn.io_price",
            "io_buyback.swap_and_burn.usdc_price",
            "io_orders.book.io_price",
            "io_orders.book.usdc_price",
        ],
    ),
    (
        "Here the client pays itself: its signature in one of the two places is one in both.",
        &[
            "io_orders.book.client",
            "io_orders.book.payer",
            "io_orders.create.client",
            "io_orders.create.payer",
            "io_orders.request.client",
            "io_orders.request.payer",
        ],
    ),
];

/// Accounts of the suite that a program names and does not read, by the reason: one of a later
/// layout is accepted.
const UNREAD: [(&str, &[&str]); 4] = [
    (
        "It signs for the vaults, or for a release, by its address.",
        &[
            "io_orders.cancel.config",
            "io_orders.cancel_request.config",
            "io_orders.close.config",
            "io_orders.deliver_unclaimed.config",
            "io_orders.dispute.config",
            "io_orders.end.config",
            "io_orders.give_notice.config",
            "io_orders.return_bond.config",
            "io_orders.settle.config",
            "io_orders.sweep_fees.config",
            "io_orders.take_unclaimed.config",
            "io_staking.hire.orders",
            "io_staking.move_hire.orders",
            "io_staking.release.orders",
        ],
    ),
    (
        "The order that is reserved for a request is empty.",
        &["io_orders.award.order", "io_orders.award_auto.order", "io_orders.cancel_request.order"],
    ),
    (
        "The program that releases the node's processors reads it, where there are any.",
        &["io_orders.close.node"],
    ),
    ("It is compared byte for byte.", &["io_staking.initialize.emission"]),
];

/// What was found, by `program.instruction.account`.
#[derive(Clone, Default)]
pub struct Refusals(Rc<RefCell<BTreeMap<String, Vec<String>>>>);

impl Refusals {
    pub fn watcher() -> Self {
        Self::default()
    }

    /// What the bench shows its calls to.
    pub fn watch(&self) -> Watch {
        let (found, suite) = (self.0.clone(), idl::instructions());
        Box::new(move |world, call| {
            let mut found = found.borrow_mut();
            let is_known = |instruction: &idl::Instruction, call: &Call| {
                let given =
                    instruction.accounts.iter().zip(&call.accounts).filter(|pair| is_given(pair, call));
                given.into_iter().all(|(account, _)| found.contains_key(&key(instruction, account)))
            };
            // Calls that programs make are looked at as well: `hire` and `release` are made by no
            // one else.
            let inner = fork(world).send_unsigned(std::slice::from_ref(call)).map(|receipt| receipt.inner);
            let calls = std::iter::once(call.clone()).chain(inner.expect("the bench's calls are accepted"));
            let new: Vec<_> = calls
                .filter_map(|call| Some((suite.iter().find(|instruction| instruction.is(&call))?, call)))
                .filter(|(instruction, call)| !is_known(instruction, call))
                .collect();
            for (instruction, call) in new {
                look(&mut found, world, instruction, call);
            }
        })
    }

    /// Compares with what is committed, or writes it.
    ///
    /// # Panics
    /// If an account is missing, may be any without a reason, or something differs.
    pub fn compare(&self) {
        let found = self.0.borrow();
        let mut wrong = Vec::new();
        for instruction in idl::instructions() {
            for account in &instruction.accounts {
                let key = key(&instruction, account);
                let Some(said) = found.get(&key) else {
                    wrong.push(format!("{key}: no call of the bench passes it"));
                    continue;
                };
                let [free, unread] = [&FREE[..], &UNREAD].map(|reasons| is_listed(reasons, &key));
                let (newer, others): (Vec<_>, Vec<_>) = said.iter().partition(|line| line.starts_with(NEWER));
                let known = others.iter().any(|line| line.ends_with(" accepted")) == free;
                let versions = newer.iter().all(|line| line.ends_with(" UnknownVersion") != unread);
                if !known || !versions || unread && newer.is_empty() {
                    wrong.push(format!("{key}: {}", said.join(", ")));
                }
            }
        }
        let lines: String = found.iter().map(|(key, said)| format!("{key}: {}\n", said.join(", "))).collect();
        let text = format!("{HEAD}{lines}");
        if env::var_os("IO_WRITE").is_some() {
            fs::write(COMMITTED, &text).unwrap();
        }
        assert!(wrong.is_empty(), "check these, or say in FREE or UNREAD why they are accepted: {wrong:#?}");
        let committed = fs::read_to_string(COMMITTED).unwrap_or_default();
        let changed: Vec<_> =
            text.lines().filter(|line| !committed.lines().any(|known| known == *line)).collect();
        assert!(
            committed == text,
            "tests/refusals.txt does not say this; write it by IO_WRITE=1: {changed:#?}"
        );
    }
}

fn is_listed(reasons: &[(&str, &[&str])], key: &str) -> bool {
    reasons.iter().any(|(_, keys)| keys.contains(&key))
}

fn key(instruction: &idl::Instruction, account: &idl::Account) -> String {
    format!("{}.{}", instruction.key(), account.name)
}

/// Whether an account that may be left out is there: Anchor reads the program's own address as
/// none.
fn is_given((account, meta): &(&idl::Account, &AccountMeta), call: &Call) -> bool {
    !(account.optional && meta.pubkey == call.program_id)
}

/// Another chain in the same state, in which everybody signs.
fn fork(world: &World) -> World {
    world.clone().trusting_signatures()
}

fn look(
    found: &mut BTreeMap<String, Vec<String>>,
    world: &World,
    instruction: &idl::Instruction,
    mut call: Call,
) {
    // A call inside another does not say who signs and what is writable.
    for (account, meta) in instruction.accounts.iter().zip(&mut call.accounts) {
        (meta.is_signer, meta.is_writable) = (account.signer, account.writable || meta.is_writable);
    }
    let mut world = fork(world);
    for (slot, account) in instruction.accounts.iter().enumerate() {
        if !is_given(&(account, &call.accounts[slot]), &call) {
            continue;
        }
        let state = world.svm.get_account(&call.accounts[slot].pubkey);
        let mut said = Vec::new();
        let mut attempt = |title: &str, meta: &AccountMeta, state: Option<Account>| {
            let before = world.svm.get_account(&meta.pubkey).unwrap_or_default();
            if let Some(state) = state {
                world.svm.set_account(meta.pubkey, state).expect("no program is copied");
            }
            let mut call = call.clone();
            call.accounts[slot] = meta.clone();
            let failure = world.refusal_unsigned(&[call]);
            said.push(format!("{title} {}", failure.map_or("accepted".into(), |failure| failure.reason())));
            if !before.executable {
                world.svm.set_account(meta.pubkey, before).expect("it was there before");
            }
        };
        let meta = &call.accounts[slot];
        let elsewhere = AccountMeta { pubkey: ELSEWHERE, ..meta.clone() };
        match state {
            Some(program) if program.executable => {
                let other = AccountMeta { pubkey: ASSOCIATED_TOKEN_PROGRAM, ..meta.clone() };
                attempt("other", &other, None);
            }
            // Its program alone creates such an account, and only at the address of its seeds.
            Some(mut state) if PROGRAMS.iter().any(|program| program.id == state.owner) => {
                attempt("foreign", &elsewhere, Some(Account { owner: STRANGER, ..state.clone() }));
                state.data[VERSION] += 1;
                attempt(NEWER.trim_end(), meta, Some(state));
            }
            Some(state) => attempt("copy", &elsewhere, Some(state)),
            None => {}
        }
        attempt("nothing", &elsewhere, None);
        if account.signer {
            attempt("unsigned", &AccountMeta { is_signer: false, ..meta.clone() }, None);
        }
        found.entry(key(instruction, account)).or_insert(said);
    }
}
