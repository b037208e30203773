//! Events alone rebuild the records of nodes and the attestations: what happened as a list, added
//! up anew each time.

use {
    super::order_state::State,
    crate::outcome::{event, Logged},
    anchor_lang::prelude::Pubkey,
    io_client::orders::{
        attestation_address,
        events::{AttestationRevoked, Attested, MaintenanceAnnounced, RecordOpened},
        record_address, Attestation, Attributes, Currency, History, Notice, Record, Window, WINDOW_SECONDS,
    },
    std::collections::HashMap,
};

/// What events told of.
#[derive(Clone, Default)]
pub(crate) struct Records {
    /// What is in each record, by its node, in the order in which it was written.
    records: HashMap<Pubkey, Vec<(i64, Entry)>>,
    /// Fees of both sides that each order has earned so far.
    fees: HashMap<Pubkey, u64>,
    attestations: HashMap<(Pubkey, Pubkey), Said>,
}

// Most entries are orders.
#[allow(clippy::large_enum_variant)]
#[derive(Clone, Copy)]
enum Entry {
    Opened,
    Order { state: State, fees: u64, lost: bool },
    Maintenance { from: i64, to: i64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Said {
    revision: u32,
    attributes: Attributes,
    evidence: [u8; 32],
    expires_at: i64,
    at: i64,
}

impl Records {
    /// # Panics
    /// If an event contradicts what is known.
    pub(super) fn read(&mut self, logged: &Logged) {
        if let Some(RecordOpened { node, now, .. }) = event(logged) {
            let earlier = self.records.insert(node, vec![(now, Entry::Opened)]);
            assert!(earlier.is_none(), "a record was opened over another");
        }
        if let Some(MaintenanceAnnounced { node, from, to, now }) = event(logged) {
            let entries = self.records.get_mut(&node).expect("a record that was opened");
            entries.push((now, Entry::Maintenance { from, to }));
        }
        if let Some(event) = event::<Attested>(logged) {
            let Attested { node, auditor, revision, attributes, evidence, expires_at, now } = event;
            let said = Said { revision, attributes, evidence, expires_at, at: now };
            self.attestations.insert((node, auditor), said);
        }
        if let Some(AttestationRevoked { node, auditor }) = event(logged) {
            self.attestations.remove(&(node, auditor)).expect("an attestation that was written");
        }
    }

    /// An order has earned `fees` more. `at` is when nothing was left in it, and whether the record
    /// of its node was written then.
    ///
    /// # Panics
    /// If a record was left out.
    pub(super) fn paid(
        &mut self,
        order: &Pubkey,
        state: &State,
        fees: u64,
        at: Option<(i64, bool)>,
        lost: bool,
    ) {
        *self.fees.entry(*order).or_default() += fees;
        let Some((now, recorded)) = at else { return };
        let fees = self.fees.remove(order).unwrap_or_default();
        let entries = self.records.get_mut(&state.node);
        assert_eq!(entries.is_some(), recorded, "a record was left out");
        if let Some(entries) = entries {
            entries.push((now, Entry::Order { state: *state, fees, lost }));
        }
    }

    /// # Panics
    /// If a record or an attestation is not what the events say, or they tell of others.
    pub(super) fn check(&self, records: &[(Pubkey, Record)], attestations: &[(Pubkey, Attestation)]) {
        assert_eq!(records.len(), self.records.len(), "as many records as events tell of");
        for (address, record) in records {
            assert_eq!(*address, record_address(&record.node), "a record lies at another address");
            assert_eq!(record.history, history(&self.records[&record.node]), "a record");
        }
        assert_eq!(attestations.len(), self.attestations.len(), "as many attestations as events tell of");
        for (address, attestation) in attestations {
            let Attestation { node, auditor, revision, attributes, evidence, expires_at, at, .. } =
                *attestation;
            assert_eq!(*address, attestation_address(&node, &auditor), "an attestation lies elsewhere");
            let said = Said { revision, attributes, evidence, expires_at, at };
            assert_eq!(self.attestations[&(node, auditor)], said, "an attestation");
        }
    }
}

/// The windows, from all that was written.
fn history(entries: &[(i64, Entry)]) -> History {
    let mut history = History::default();
    for (now, _) in entries {
        history.number = history.number.max((now / WINDOW_SECONDS) as u64);
    }
    let mut number = 0;
    for (now, entry) in entries {
        // An earlier clock counts in the latest window.
        number = number.max((now / WINDOW_SECONDS) as u64);
        let mut none = Window::default();
        let window = match history.number - number {
            0 => &mut history.current,
            1 => &mut history.last,
            _ => &mut none,
        };
        match *entry {
            Entry::Opened => {}
            Entry::Maintenance { from, to } => {
                window.maintenance += (to - from) as u32;
                (history.maintenance_from, history.maintenance_to) = (from, to);
            }
            Entry::Order { state, fees, lost } => add(window, &state, fees, lost),
        }
    }
    history
}

fn add(window: &mut Window, state: &State, fees: u64, lost: bool) {
    let (processors, out) = (u64::from(state.processors), state.outages.seconds);
    // What the operator ended within the first hour still hires, and was not paid.
    let served = if state.is_free() { 0 } else { state.duration - out };
    window.orders += 1;
    window.served += processors * u64::from(served);
    window.out += processors * u64::from(out);
    match state.currency {
        Currency::Io => window.fees_io += fees,
        Currency::Usdc => window.fees_usdc += fees,
    }
    window.left_early += u32::from(state.left_early);
    window.notices_broken += u32::from(state.notice == Notice::Broken);
    window.notices_given += u32::from(state.notice == Notice::Given);
    window.disputes_lost += u32::from(lost);
}
