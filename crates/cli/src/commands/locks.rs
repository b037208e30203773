//! Whether the IO mint and the three locks are as the programs write them.
//!
//! Code that ran at the address of io_vesting before it became final may have left a lock with
//! other figures. Each check compares an account with what this io_vesting could have written.

use {
    super::{deploy::is_final, metadata},
    crate::{time, Failure, Session},
    io_client::{
        addresses::{
            emission::{EMISSION, MINT},
            external::TOKEN_PROGRAM,
            vesting, Program,
        },
        economics::units::IO_DECIMALS,
        emission::Emission,
        vesting::{Category, CategoryKind, CategoryLedger},
    },
    io_rpc::{decode, read, token_amount, Fault},
    serde_json::json,
    solana_account::Account,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    spl_token_interface::state::Mint,
};

/// Says how far the locks are; returns what is wrong with them and with the mint.
///
/// # Errors
/// If the cluster does not answer.
pub fn check(session: &mut Session) -> Result<Vec<String>, Failure> {
    let emission: Option<Emission> = read(session.chain, &EMISSION.address)?;
    let mint = session.chain.account(&MINT.address)?;
    let mut wrong = Vec::new();
    if emission.is_some() {
        wrong.extend(mint_wrong(mint.as_ref()).map(|why| format!("the IO mint: {why}")));
        wrong.extend(metadata::check(session)?.map(|why| format!("the metadata of the IO mint: {why}")));
    }
    let now = session.now()?;
    let addresses: Vec<Pubkey> = CategoryKind::ALL
        .into_iter()
        .flat_map(|kind| [Category::address(kind), Category::vault(kind)])
        .collect();
    let accounts = session.chain.accounts(&addresses)?;
    let mut locks = Vec::new();
    for (kind, pair) in CategoryKind::ALL.into_iter().zip(accounts.chunks(2)) {
        let [account, vault] = pair else { continue };
        let category = match decode::<Category>(&Category::address(kind), account.as_ref()) {
            Ok(None) => continue,
            Ok(Some(category)) => category,
            Err(Fault::Unreadable(_)) => {
                wrong.push(format!("the lock {}: it is of another layout", kind.name()));
                continue;
            }
            Err(fault) => return Err(fault.into()),
        };
        let bytes = account.as_ref().map_or(0, |account| account.data.len());
        let genesis = emission.as_ref().map_or(0, |emission| emission.genesis_ts);
        let held = token_amount(vault.as_ref());
        let whys = lock_wrong(kind, &category, bytes, genesis, held, now);
        let ledger = &category.ledger;
        session.output.push(
            "locks",
            json!({
                "category": kind.name(),
                "genesis": ledger.genesis,
                "tranches": ledger.tranches,
                "released": ledger.released.to_string(),
                "wrong": whys,
            }),
        );
        wrong.extend(whys.into_iter().map(|why| format!("the lock {}: {why}", kind.name())));
        locks.push(category);
    }
    // One call starts all three.
    let differ =
        |one: &[Category]| matches!(one, [a, b] if (a.ledger.genesis, a.seal) != (b.ledger.genesis, b.seal));
    if locks.windows(2).any(differ) {
        wrong.push("the three locks were not started by one call".into());
    }
    let started = locks.iter().any(|category| category.ledger.genesis != 0);
    if started && locks.len() != CategoryKind::ALL.len() {
        wrong.push("one of the three locks is missing".into());
    }
    if emission.is_some_and(|emission| emission.genesis_ts != 0) && locks.len() != CategoryKind::ALL.len() {
        wrong.push("the genesis allocations were minted without all three locks".into());
    }
    wrong.extend(program_wrong(session, started)?);
    Ok(wrong)
}

/// Says whether io_vesting is final; returns what is wrong with that.
fn program_wrong(session: &mut Session, started: bool) -> Result<Option<String>, Failure> {
    let Some(program) = Program::at(&vesting::ID) else { return Ok(None) };
    let is_final = is_final(session, program)?;
    session.output.set("vesting_final", is_final);
    session.output.say(match (is_final, started) {
        (true, true) => "io_vesting is final: nobody can replace the code that holds the locked IO.",
        (true, false) => "io_vesting is final; its locks have not started.",
        (false, false) => "io_vesting is not final yet: `io init` makes it so before it allocates.",
        (false, true) => "io_vesting is NOT final, and holds locked IO.",
    });
    Ok((started && !is_final).then(|| "io_vesting can be replaced".to_owned()))
}

/// What is wrong with the IO mint, if something is.
fn mint_wrong(account: Option<&Account>) -> Option<&'static str> {
    let account = account.filter(|account| account.owner == TOKEN_PROGRAM);
    let Some(mint) = account.and_then(|account| Mint::unpack(&account.data).ok()) else {
        return Some("it is missing");
    };
    if Option::<Pubkey>::from(mint.mint_authority) != Some(EMISSION.address) {
        return Some("its authority is not io_emission");
    }
    if mint.freeze_authority.is_some() {
        return Some("somebody can freeze accounts");
    }
    (mint.decimals != IO_DECIMALS).then_some("it has other decimals")
}

/// What is wrong with a category. `emitted` is when the emission started; `held` is what the vault
/// holds, none if there is no vault.
fn lock_wrong(
    kind: CategoryKind,
    category: &Category,
    bytes: usize,
    emitted: i64,
    held: Option<u64>,
    now: i64,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let ledger = &category.ledger;
    let CategoryLedger { genesis, granted, released, tranches, .. } = *ledger;
    if ledger.kind != kind {
        wrong.push(format!("it is written as {}", ledger.kind.name()));
        return wrong;
    }
    let written = Category {
        seal: category.seal,
        next_manager: category.next_manager,
        ledger: CategoryLedger { genesis, granted, released, tranches, ..CategoryLedger::new(kind) },
        ..Category::new(kind, category.manager)
    };
    if *category != written || bytes != Category::BYTES {
        wrong.push("bytes that io_vesting leaves empty are not".into());
    }
    if genesis == 0 {
        if !category.is_pristine(kind) {
            wrong.push("it was changed before it started".into());
        }
        return wrong;
    }
    if category.seal == [0; 16] {
        wrong.push("it started without a seal".into());
    }
    if emitted == 0 {
        wrong.push("it started before the IO was minted".into());
    } else if genesis < emitted {
        wrong.push(format!("it started {}, before the emission, {}", time::utc(genesis), time::utc(emitted)));
    }
    let unlocked = kind.unlocked_tranches(genesis, now);
    if tranches > unlocked {
        wrong.push(format!("{tranches} tranches are unlocked, by its start {unlocked}"));
    }
    if released > kind.unlocked(unlocked) {
        wrong.push("more was released than is unlocked".into());
    }
    if granted > kind.total() || released > granted {
        wrong.push("its grants are more than it has, or less than it released".into());
    }
    match held {
        None => wrong.push("its vault is missing".into()),
        Some(held) if held < ledger.held() => wrong.push("its vault holds less than is locked".into()),
        Some(_) => {}
    }
    wrong
}
