//! Grants in bulk, from a list. The chain says which of them exist, so that a run that stopped goes
//! on where it was.

use {
    super::{
        list::{self, Row},
        locked::Locked,
    },
    crate::{
        session::{no_wallet, show},
        Exit, Failure, Session,
    },
    io_client::{
        orders::Currency,
        vesting::{self, CategoryKind, Grant},
    },
    io_rpc::{decode, rent, sol},
    serde_json::json,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    std::path::Path,
};

/// Grants in one transaction of 1,232 bytes, beside the fee payer's signature.
const PER_TRANSACTION: usize = 6;
/// Grants in one transaction of a multisig, whose message is wrapped in another.
const PER_MULTISIG: usize = 3;

/// Makes the grants of a list that do not exist, and compares all of them with the chain.
///
/// # Errors
/// Before anything is sent: if a line is wrong, a grant exists with another amount and was not
/// revoked, a beneficiary can never sign, or a category has too little left.
pub fn make(session: &mut Session, file: &Path) -> Result<(), Failure> {
    let rows = list::read(file)?;
    let locked = Locked::categories(session)?;
    let Compared { missing, changed } = compared(session, &locked, &rows)?;
    tell(session, &changed);
    check(session, &locked, &missing)?;
    let bytes = 8 + size_of::<Grant>();
    let rents = rent(session.chain, bytes)?.saturating_mul(missing.len() as u64);
    plan(session, &locked, &rows, &missing, rents);
    if missing.is_empty() {
        session.output.say("Every grant of the list exists.");
        return compare(session, &rows);
    }
    let payer = session.payer_address()?;
    if session.sends() {
        let has = session.chain.account(&payer)?.map_or(0, |account| account.lamports);
        if has < rents {
            let message = format!("{payer} has {} SOL, and the grants' rent is {}.", sol(has), sol(rents));
            return Err(Failure::new(Exit::Funds, message));
        }
    }
    send(session, &missing, &payer)?;
    if !session.sends() {
        session.output.say("Nothing was sent.");
        return Ok(());
    }
    compare(session, &rows)
}

/// Rows of a list beside the chain.
struct Compared {
    /// They have no grant yet.
    missing: Vec<Row>,
    /// They have one that was revoked or belongs to another wallet, as it is now.
    changed: Vec<(Row, Grant)>,
}

/// Compares a list with the chain.
///
/// # Errors
/// If a grant has another amount and was not revoked, or other code has written it.
fn compared(session: &Session, locked: &Locked, rows: &[Row]) -> Result<Compared, Failure> {
    let addresses: Vec<Pubkey> = rows.iter().map(Row::address).collect();
    let accounts = session.chain.accounts(&addresses)?;
    let (mut missing, mut changed) = (Vec::new(), Vec::new());
    for ((row, address), account) in rows.iter().zip(&addresses).zip(&accounts) {
        let Some(grant) = decode::<Grant>(address, account.as_ref())? else {
            missing.push(*row);
            continue;
        };
        let ledger = &grant.ledger;
        let fits = ledger.amount == row.amount || ledger.revoked && ledger.amount < row.amount;
        if !locked.is_own(&grant) || !fits {
            let message = format!(
                "Line {}: the grant {}:{} exists, of {} to {}, not of {} to {}.",
                row.line,
                row.kind.name(),
                row.index,
                show(ledger.amount, Currency::Io),
                grant.beneficiary,
                show(row.amount, Currency::Io),
                row.beneficiary
            );
            return Err(Failure::new(Exit::Refused, message)
                .hint("Give the line another number. A grant changes only by its own hand-over or revoke."));
        }
        if ledger.revoked || grant.beneficiary != row.beneficiary {
            changed.push((*row, grant));
        }
    }
    Ok(Compared { missing, changed })
}

/// Says which grants of the list are not any more what it says.
fn tell(session: &mut Session, changed: &[(Row, Grant)]) {
    for (row, grant) in changed {
        let (name, ledger) = (super::locked::name(grant), &grant.ledger);
        if ledger.revoked {
            let amount = show(ledger.amount, Currency::Io);
            session.output.say(format!("Line {}: {name} was revoked; {amount} had vested", row.line));
        }
        if grant.beneficiary != row.beneficiary {
            session.output.say(format!(
                "Line {}: {name} belongs to {}, not to {}. It was handed over, or the number was taken \
                 before: compare.",
                row.line, grant.beneficiary, row.beneficiary
            ));
        }
        session.output.push(
            "changed",
            json!({
                "line": row.line,
                "grant": name,
                "revoked": ledger.revoked,
                "amount": ledger.amount.to_string(),
                "beneficiary": grant.beneficiary.to_string(),
            }),
        );
    }
}

/// # Errors
/// Unless the signer manages the categories, each has enough left, and each beneficiary can sign.
fn check(session: &Session, locked: &Locked, missing: &[Row]) -> Result<(), Failure> {
    let me = session.me()?;
    for kind in CategoryKind::ALL {
        let of_kind = || missing.iter().filter(move |row| row.kind == kind);
        if of_kind().next().is_none() {
            continue;
        }
        let (category, name) = (locked.category(kind), kind.name());
        if category.manager != me {
            let message = format!("The manager of {name} is {}, the signer is {me}.", category.manager);
            return Err(Failure::new(Exit::Key, message)
                .hint("Sign with its key: --keypair; a multisig's vault: --multisig."));
        }
        let sum = of_kind().map(|row| u128::from(row.amount)).sum::<u128>();
        let left = category.ledger.ungranted();
        if sum > u128::from(left) {
            let sum = u64::try_from(sum).unwrap_or(u64::MAX);
            let message = format!(
                "The list grants {} more of {name}, of which only {} are left.",
                show(sum, Currency::Io),
                show(left, Currency::Io)
            );
            return Err(Failure::new(Exit::Funds, message));
        }
    }
    let wallets: Vec<Pubkey> = missing.iter().map(|row| row.beneficiary).collect();
    for (row, account) in missing.iter().zip(session.chain.accounts(&wallets)?) {
        // A beneficiary may be the vault of a multisig.
        if let Some(why) = no_wallet(&row.beneficiary, account.as_ref(), true) {
            return Err(Failure::new(Exit::Usage, format!("Line {}: {why}.", row.line)));
        }
    }
    Ok(())
}

/// Prints what is there, what is missing, and what will be left.
fn plan(session: &mut Session, locked: &Locked, rows: &[Row], missing: &[Row], rents: u64) {
    let mut table = Vec::new();
    for kind in CategoryKind::ALL {
        let sum = |rows: &[Row]| {
            let of_kind = rows.iter().filter(|row| row.kind == kind);
            of_kind.fold((0u64, 0u64), |(count, io), row| (count + 1, io.saturating_add(row.amount)))
        };
        let ((all, io), (new, new_io)) = (sum(rows), sum(missing));
        if all == 0 {
            continue;
        }
        let left = locked.category(kind).ledger.ungranted();
        table.push(vec![
            kind.name().to_owned(),
            all.to_string(),
            show(io, Currency::Io),
            (all - new).to_string(),
            new.to_string(),
            show(new_io, Currency::Io),
            show(left.saturating_sub(new_io), Currency::Io),
        ]);
        session.output.push(
            "categories",
            json!({
                "category": kind.name(),
                "listed": all,
                "listed_io": io.to_string(),
                "made_before": all - new,
                "to_make": new,
                "to_make_io": new_io.to_string(),
                "ungranted_then": left.saturating_sub(new_io).to_string(),
            }),
        );
    }
    let header = ["category", "listed", "of", "made before", "to make", "of", "not granted then"];
    session.output.table(&header, &[1, 2, 3, 4, 5, 6], table);
    let without_key: Vec<String> =
        missing.iter().filter(|row| !row.beneficiary.is_on_curve()).map(|row| row.line.to_string()).collect();
    if !without_key.is_empty() {
        session.output.say(format!(
            "Beneficiaries without a key, such as multisigs' vaults, in lines {}: compare them twice.",
            without_key.join(", ")
        ));
    }
    session.output.say(format!("{} SOL of rent, which never returns", sol(rents)));
    session.output.set("to_make", missing.len());
    session.output.set("rent_lamports", rents.to_string());
}

fn send(session: &mut Session, missing: &[Row], payer: &Pubkey) -> Result<(), Failure> {
    let me = session.me()?;
    let call = |row: &Row| -> Instruction {
        vesting::grant(payer, &me, row.kind, row.index, &row.beneficiary, row.amount)
    };
    let size = if session.options.multisig.is_some() { PER_MULTISIG } else { PER_TRANSACTION };
    let transactions = missing.len().div_ceil(size);
    let bar = session.progress("grants", missing.len() as u64);
    for (number, rows) in (1..).zip(missing.chunks(size)) {
        let title = format!("grants, {number} of {transactions}");
        session.send_under(&title, &rows.iter().map(call).collect::<Vec<_>>(), &[], &bar)?;
        bar.inc(rows.len() as u64);
        if session.options.dry_run {
            session.output.say(format!("{transactions} such transactions in all"));
            break;
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// Compares the list with the chain, grant by grant.
///
/// # Errors
/// If they differ.
fn compare(session: &mut Session, rows: &[Row]) -> Result<(), Failure> {
    let locked = Locked::read(session, None)?;
    let Compared { missing, changed } = compared(session, &locked, rows)?;
    let revoked = |(row, grant): &(Row, Grant)| row.amount.saturating_sub(grant.ledger.amount);
    let listed: u64 = rows.iter().map(|row| row.amount).fold(0, u64::saturating_add);
    let listed = listed.saturating_sub(changed.iter().map(revoked).fold(0, u64::saturating_add));
    let unlisted: Vec<_> = locked
        .grants
        .iter()
        .filter(|(_, grant)| {
            !rows.iter().any(|row| (row.kind, row.index) == (grant.ledger.kind, grant.index))
        })
        .collect();
    let other: u64 = unlisted.iter().map(|(_, grant)| grant.ledger.amount).fold(0, u64::saturating_add);
    let granted: u64 = locked.categories.iter().map(|category| category.ledger.granted).sum();
    session.output.facts(&[
        ("list", format!("{} grants, {}", rows.len(), show(listed, Currency::Io))),
        ("on chain, not on the list", format!("{} grants, {}", unlisted.len(), show(other, Currency::Io))),
        ("granted in all", show(granted, Currency::Io)),
    ]);
    let agrees = missing.is_empty() && listed.saturating_add(other) == granted;
    session.output.set(
        "reconciliation",
        json!({
            "listed": rows.len(),
            "listed_io": listed.to_string(),
            "unlisted": unlisted.len(),
            "unlisted_io": other.to_string(),
            "granted_io": granted.to_string(),
            "agrees": agrees,
        }),
    );
    if agrees {
        session.output.say("The list and the chain agree.");
        return Ok(());
    }
    Err(Failure::new(Exit::Other, "The list and the chain do not agree: somebody else grants meanwhile.")
        .hint("Run it again."))
}
