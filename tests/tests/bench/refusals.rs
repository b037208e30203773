//! What each instruction says when one of its accounts is wrong.
//!
//! The bench makes a call of every instruction that is accepted. Here each account of each such
//! call is replaced in turn: by another account with the same contents, by an address without an
//! account, and a signer does not sign. What the program says is compared with tests/refusals.txt,
//! which a reviewer reads like code; `IO_WRITE=1` writes it anew.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::external::ASSOCIATED_TOKEN_PROGRAM,
    io_bench::Watch,
    io_testkit::{idl, World},
    solana_account::Account,
    solana_instruction::{AccountMeta, Instruction as Call},
    std::{cell::RefCell, collections::BTreeMap, env, fs, rc::Rc},
};

/// Where what the programs say is committed.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/refusals.txt");

const HEAD: &str = "\
# What a program says when an account of a call is wrong: `copy` is another account with the same
# contents, `nothing` an address without an account, `unsigned` a signer that did not sign. Every
# instruction and every account of the IDLs is here. Written by `IO_WRITE=1 cargo xtask test bench`;
# tests/tests/bench/refusals.rs says why an account may be `accepted`.
";

/// Where the copies are put.
const ELSEWHERE: Pubkey = Pubkey::new_from_array([0xee; 32]);

/// Accounts that may be any, and why.
const FREE: [(&str, &str); 0] = [];

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
        for instruction in idl::instructions() {
            for account in &instruction.accounts {
                let key = key(&instruction, account);
                let said = found.get(&key).unwrap_or_else(|| panic!("no call of the bench passes {key}"));
                let free = FREE.iter().any(|(free, _)| *free == key || key.ends_with(&format!(".{free}")));
                let accepted = said.iter().any(|line| line.ends_with(" accepted"));
                assert_eq!(
                    accepted, free,
                    "{key}: {said:?}: check it, or say in FREE why it may be any account"
                );
            }
        }
        let lines: String = found.iter().map(|(key, said)| format!("{key}: {}\n", said.join(", "))).collect();
        let text = format!("{HEAD}{lines}");
        if env::var_os("IO_WRITE").is_some() {
            fs::write(COMMITTED, &text).unwrap();
        }
        let committed = fs::read_to_string(COMMITTED).unwrap_or_default();
        let changed: Vec<_> =
            text.lines().filter(|line| !committed.lines().any(|known| known == *line)).collect();
        assert!(
            committed == text,
            "tests/refusals.txt does not say this; write it by IO_WRITE=1: {changed:#?}"
        );
    }
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
        let mut attempt = |title: &str, meta: AccountMeta, state: Option<Account>| {
            world.svm.set_account(ELSEWHERE, state.unwrap_or_default()).expect("no program is copied");
            let mut call = call.clone();
            call.accounts[slot] = meta;
            let failure = world.refusal_unsigned(&[call]);
            said.push(format!("{title} {}", failure.map_or("accepted".into(), |failure| failure.reason())));
        };
        let meta = &call.accounts[slot];
        let elsewhere = AccountMeta { pubkey: ELSEWHERE, ..meta.clone() };
        match state {
            Some(program) if program.executable => {
                let other = AccountMeta { pubkey: ASSOCIATED_TOKEN_PROGRAM, ..meta.clone() };
                attempt("other", other, None);
            }
            Some(state) => attempt("copy", elsewhere.clone(), Some(state)),
            None => {}
        }
        attempt("nothing", elsewhere, None);
        if account.signer {
            attempt("unsigned", AccountMeta { is_signer: false, ..meta.clone() }, None);
        }
        found.entry(key(instruction, account)).or_insert(said);
    }
}
