//! What `io verify` says of a mint and of locks that other code has written.

use {
    crate::{after_genesis, shell::Shell},
    io_cli::Exit,
    io_client::{
        addresses::{
            emission::MINT,
            vesting::{CATEGORIES, VAULTS},
        },
        vesting::{Category, CategoryLedger},
    },
    io_rpc::Chain,
    solana_account::Account,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    spl_token_interface::state::{Account as TokenAccount, AccountState, Mint},
    std::mem::offset_of,
};

const VERIFY: &str = "verify --programs target/deploy";
const LEDGER: usize = 8 + offset_of!(Category, ledger);
const GENESIS: usize = LEDGER + offset_of!(CategoryLedger, genesis);
const GRANTED: usize = LEDGER + offset_of!(CategoryLedger, granted);
const RELEASED: usize = LEDGER + offset_of!(CategoryLedger, released);
const TRANCHES: usize = LEDGER + offset_of!(CategoryLedger, tranches);
const SEAL: usize = 8 + offset_of!(Category, seal);

/// Changes an account, sees what `io verify` says of it, and changes it back.
#[track_caller]
fn refused(shell: &Shell, address: Pubkey, word: &str, change: impl Fn(&mut Vec<u8>)) {
    let good = shell.chain.account(&address).unwrap().unwrap();
    let mut bad = good.clone();
    change(&mut bad.data);
    let bad = if bad.data.is_empty() { Account::default() } else { bad };
    shell.chain.world().svm.set_account(address, bad).unwrap();
    let failure = shell.fails("stranger", VERIFY, Exit::Refused);
    assert!(failure.contains(word), "{word}: {failure}");
    shell.chain.world().svm.set_account(address, good).unwrap();
}

fn token(change: fn(&mut TokenAccount)) -> impl Fn(&mut Vec<u8>) {
    move |data| {
        let mut token = TokenAccount::unpack(data).unwrap();
        change(&mut token);
        TokenAccount::pack(token, data).unwrap();
    }
}

fn minted(change: fn(&mut Mint)) -> impl Fn(&mut Vec<u8>) {
    move |data| {
        let mut mint = Mint::unpack(data).unwrap();
        change(&mut mint);
        Mint::pack(mint, data).unwrap();
    }
}

fn add(data: &mut [u8], at: usize, more: i64) {
    let figure = i64::from_le_bytes(data[at..at + 8].try_into().unwrap()) + more;
    data[at..at + 8].copy_from_slice(&figure.to_le_bytes());
}

#[test]
fn verify_refuses_locks_that_other_code_has_written() {
    let (shell, _) = after_genesis();
    let said = shell.io("stranger", VERIFY);
    let locks = said["locks"].as_array().unwrap();
    assert!(locks.len() == 3 && locks.iter().all(|lock| lock["wrong"] == serde_json::json!([])), "{said:#}");

    let lock = CATEGORIES[1].address;
    let refuse = |word: &str, change: &dyn Fn(&mut Vec<u8>)| refused(&shell, lock, word, change);
    let kind = LEDGER + offset_of!(CategoryLedger, kind);
    refuse("the lock series-a: it is written as seed", &|data| data[kind] = 0);
    refuse("of another layout", &|data| data[8] = 2);
    for empty in [
        8 + offset_of!(Category, padding),
        8 + offset_of!(Category, reserved),
        LEDGER + offset_of!(CategoryLedger, padding),
    ] {
        refuse("bytes that io_vesting leaves empty are not", &|data| data[empty] = 1);
    }
    refuse("before the emission", &|data| add(data, GENESIS, -1));
    refuse("not started by one call", &|data| add(data, GENESIS, 1));
    refuse("before the emission", &|data| add(data, GENESIS, -13 * 2_629_800));
    refuse("without a seal", &|data| data[SEAL..SEAL + 16].fill(0));
    refuse("1 tranches are unlocked, by its start 0", &|data| data[TRANCHES] = 1);
    refuse("more was released than is unlocked", &|data| {
        add(data, RELEASED, 1);
        add(data, GRANTED, 1);
    });
    refuse("less than it released", &|data| add(data, RELEASED, 1));
    refuse("its grants are more than it has", &|data| add(data, GRANTED, i64::MAX));
    refuse("changed before it started", &|data| {
        data[GENESIS..GENESIS + 8].fill(0);
        data[TRANCHES] = 3;
    });
    refuse("one of the three locks is missing", &Vec::clear);
}

#[test]
fn verify_refuses_a_vault_or_a_mint_that_others_move() {
    let (shell, _) = after_genesis();
    let vault = VAULTS[2];
    refused(&shell, vault, "holds less than is locked", token(|token| token.amount -= 1));
    refused(
        &shell,
        vault,
        "io_vesting: core: it is frozen",
        token(|token| token.state = AccountState::Frozen),
    );
    refused(&shell, vault, "it belongs to", token(|token| token.owner = Pubkey::new_from_array([9; 32])));
    refused(&shell, vault, "of another mint", token(|token| token.mint = Pubkey::new_from_array([9; 32])));
    refused(&shell, vault, "io_vesting: core: it is missing", Vec::clear);

    let mint = MINT.address;
    let authority = |mint: &mut Mint| mint.mint_authority = Some(Pubkey::new_from_array([9; 32])).into();
    refused(&shell, mint, "its authority is not io_emission", minted(authority));
    let authority = |mint: &mut Mint| mint.freeze_authority = Some(Pubkey::new_from_array([9; 32])).into();
    refused(&shell, mint, "somebody can freeze", minted(authority));
    refused(&shell, mint, "the IO mint: it is missing", Vec::clear);
    shell.io("stranger", VERIFY);
    // Locks that were started later than the emission are stricter, not forged.
    for lock in CATEGORIES {
        let mut account = shell.chain.account(&lock.address).unwrap().unwrap();
        add(&mut account.data, GENESIS, 60);
        shell.chain.world().svm.set_account(lock.address, account).unwrap();
    }
    shell.io("stranger", VERIFY);
}
