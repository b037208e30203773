//! Pays out what has vested.

use {
    super::locked::{destination, name, Locked, Target},
    crate::{session::show, values, Exit, Failure, Session},
    clap::Args,
    io_client::{
        orders::{mint, Currency},
        token::create_associated,
        vesting::{self, CategoryKind, Grant, RELEASES_PER_TRANSACTION},
    },
    io_rpc::{is_missing, takes},
    serde_json::json,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
};

/// Grants in one transaction that opens their beneficiaries' accounts, too.
const PER_OPENING: usize = 4;

/// Which grants.
#[derive(Args, Debug)]
pub struct Release {
    /// Grants, or categories; everything that is due if left out
    #[arg(value_name = "GRANT|CATEGORY")]
    what: Vec<Target>,
    /// Only grants of this beneficiary
    #[arg(long, value_name = "WALLET", value_parser = values::address, conflicts_with = "what")]
    of: Option<Pubkey>,
    /// Open the token accounts of beneficiaries who have none, at the payer's rent
    #[arg(long)]
    open_accounts: bool,
}

impl Release {
    /// Releases what is due, in batches.
    ///
    /// # Errors
    /// If nothing is due.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let mut locked = Locked::read(session, self.of.as_ref())?;
        if !self.what.is_empty() {
            let wanted = |(address, grant): &(Pubkey, Grant)| {
                self.what.iter().any(|target| match target {
                    Target::Category(kind) => grant.ledger.kind == *kind,
                    Target::Grant(kind, index) => (grant.ledger.kind, grant.index) == (*kind, *index),
                    Target::Address(wanted) => wanted == address,
                })
            };
            locked.grants.retain(wanted);
        }
        let due: Vec<(Pubkey, Grant)> =
            locked.grants.iter().filter(|(_, grant)| locked.releasable(grant) > 0).copied().collect();
        if due.is_empty() {
            let next = CategoryKind::ALL.into_iter().filter_map(|kind| locked.next_unlock(kind)).min();
            let next = next.map_or_else(
                || "all is unlocked".into(),
                |at| format!("the next tranche unlocks at {}", crate::time::utc(at)),
            );
            return Err(Failure::new(Exit::TooEarly, format!("Nothing is due: {next}.")));
        }
        let destinations: Vec<Pubkey> = due.iter().map(|(_, grant)| destination(grant)).collect();
        let accounts = session.chain.accounts(&destinations)?;
        let io_mint = mint(Currency::Io);
        let (mut ready, mut closed, mut skipped) = (Vec::new(), Vec::new(), Vec::new());
        for (grant, account) in due.into_iter().zip(&accounts) {
            if takes(account.as_ref(), &io_mint, &grant.1.beneficiary) {
                ready.push(grant);
            } else if !is_missing(account.as_ref()) {
                // One that was given away or frozen stays so: nobody can open it again.
                skipped.push((grant, "whose IO account does not take it"));
            } else if self.open_accounts {
                closed.push(grant);
            } else {
                skipped.push((grant, "who has no IO account; --open-accounts opens it"));
            }
        }
        for ((_, grant), why) in &skipped {
            session.output.say(format!(
                "{}: {} wait for {}, {why}",
                name(grant),
                show(locked.releasable(grant), Currency::Io),
                grant.beneficiary
            ));
            session.output.push("skipped", json!({ "grant": name(grant) }));
        }
        if ready.is_empty() && closed.is_empty() {
            let message = "No beneficiary of what is due has an IO account that takes it.";
            let failure = Failure::new(Exit::Refused, message);
            let hint = "`--open-accounts` opens those that are missing.";
            return Err(if self.open_accounts { failure } else { failure.hint(hint) });
        }
        pay(session, &locked, &ready, RELEASES_PER_TRANSACTION)?;
        pay(session, &locked, &closed, PER_OPENING)?;
        let all = ready.iter().chain(&closed);
        let sum = all.map(|(_, grant)| locked.releasable(grant)).fold(0, u64::saturating_add);
        let grants = ready.len() + closed.len();
        let words = if session.sends() { "released" } else { "would be released" };
        session.output.say(format!("{} {words} of {grants} grants", show(sum, Currency::Io)));
        session.output.set("released", sum.to_string());
        session.output.set("grants", grants);
        Ok(())
    }
}

/// Releases grants category by category, so many in a transaction; opens their beneficiaries'
/// accounts first if these are missing.
fn pay(
    session: &mut Session,
    locked: &Locked,
    grants: &[(Pubkey, Grant)],
    size: usize,
) -> Result<(), Failure> {
    let payer = session.payer_address()?;
    let opens = size == PER_OPENING;
    let bar = session.progress("releases", grants.len() as u64);
    // They are sorted by category.
    for of_kind in grants.chunk_by(|(_, one), (_, other)| one.ledger.kind == other.ledger.kind) {
        for batch in of_kind.chunks(size) {
            let Some((_, first)) = batch.first() else { continue };
            let pairs: Vec<_> = batch.iter().map(|(address, grant)| (*address, grant.beneficiary)).collect();
            let mut calls: Vec<Instruction> = Vec::new();
            if opens {
                let create =
                    |(_, owner): &(Pubkey, Pubkey)| create_associated(&payer, owner, &mint(Currency::Io));
                calls.extend(pairs.iter().map(create));
            }
            calls.push(vesting::release(first.ledger.kind, &pairs));
            session.send_under(&format!("release of {}", first.ledger.kind.name()), &calls, &[], &bar)?;
            bar.inc(batch.len() as u64);
            for (_, grant) in batch {
                let amount = locked.releasable(grant).to_string();
                session.output.push("releases", json!({ "grant": name(grant), "amount": amount }));
            }
        }
    }
    bar.finish_and_clear();
    Ok(())
}
