//! What is locked, granted and released.

use {
    super::locked::{name, Locked, Target},
    crate::{session::show, values, Failure, Session},
    clap::Args,
    io_client::{orders::Currency, vesting::CategoryKind},
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
};

/// Which part of it.
#[derive(Args, Debug)]
pub struct Show {
    /// A category or a grant; everything if left out
    #[arg(value_name = "GRANT|CATEGORY")]
    what: Option<Target>,
    /// Only grants of this beneficiary
    #[arg(long, value_name = "WALLET", value_parser = values::address, conflicts_with = "what")]
    of: Option<Pubkey>,
}

impl Show {
    /// Prints it.
    ///
    /// # Errors
    /// If there are no locks, or no such grant.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let mut locked = match self.what {
            Some(Target::Grant(..) | Target::Address(_)) => Locked::categories(session)?,
            _ => Locked::read(session, self.of.as_ref())?,
        };
        let kinds: Vec<CategoryKind> = match self.what {
            Some(Target::Category(kind)) => {
                locked.grants.retain(|(_, grant)| grant.ledger.kind == kind);
                vec![kind]
            }
            Some(target) => {
                let grant = locked.grant(session, target)?;
                locked.grants = vec![grant];
                vec![grant.1.ledger.kind]
            }
            None => CategoryKind::ALL.to_vec(),
        };
        categories(session, &locked, &kinds);
        grants(session, &locked);
        session.output.set("now", locked.now);
        Ok(())
    }
}

fn categories(session: &mut Session, locked: &Locked, kinds: &[CategoryKind]) {
    let io = |amount| show(amount, Currency::Io);
    let mut rows = Vec::new();
    for kind in kinds {
        let category = locked.category(*kind);
        let (ledger, tranches) = (&category.ledger, locked.tranches(*kind));
        rows.push(vec![
            kind.name().to_owned(),
            io(kind.total()),
            format!("{tranches} of {}", kind.tranches()),
            io(kind.unlocked(tranches)),
            io(ledger.granted),
            io(ledger.released),
            locked.next_words(*kind),
            session.link(&category.manager),
        ]);
        let next = category.next_manager;
        session.output.push(
            "categories",
            json!({
                "category": kind.name(),
                "total": kind.total().to_string(),
                "tranches": kind.tranches(),
                "tranches_unlocked": tranches,
                "unlocked": kind.unlocked(tranches).to_string(),
                "granted": ledger.granted.to_string(),
                "released": ledger.released.to_string(),
                "locked": ledger.held().to_string(),
                "next_unlock_at": locked.next_unlock(*kind),
                "manager": category.manager.to_string(),
                "next_manager": (next != Pubkey::default()).then(|| next.to_string()),
                "genesis": ledger.genesis,
            }),
        );
    }
    let header =
        ["category", "locked at genesis", "tranches", "unlocked", "granted", "released", "next", "manager"];
    session.output.table(&header, &[1, 2, 3, 4, 5], rows);
}

fn grants(session: &mut Session, locked: &Locked) {
    session.output.set("grants", Value::Array(Vec::new()));
    let io = |amount| show(amount, Currency::Io);
    let mut rows = Vec::new();
    for (address, grant) in &locked.grants {
        let ledger = &grant.ledger;
        let (vested, due) = (ledger.vested(locked.tranches(ledger.kind)), locked.releasable(grant));
        rows.push(vec![
            name(grant),
            session.link(&grant.beneficiary),
            io(ledger.amount),
            io(vested),
            io(ledger.released),
            io(due),
            if ledger.revoked { "revoked".into() } else { String::new() },
        ]);
        let next = grant.next_beneficiary;
        session.output.push(
            "grants",
            json!({
                "grant": name(grant),
                "address": address.to_string(),
                "beneficiary": grant.beneficiary.to_string(),
                "next_beneficiary": (next != Pubkey::default()).then(|| next.to_string()),
                "amount": ledger.amount.to_string(),
                "vested": vested.to_string(),
                "released": ledger.released.to_string(),
                "releasable": due.to_string(),
                "first_tranche": ledger.first_tranche,
                "revoked": ledger.revoked,
            }),
        );
    }
    let header = ["grant", "beneficiary", "amount", "vested", "released", "due now", ""];
    session.output.table(&header, &[2, 3, 4, 5], rows);
}
