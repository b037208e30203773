//! What was accepted and what refused, by the names that the IDLs give to instructions.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{staking, PROGRAMS},
    io_client::orders::events::UnclaimedCredited,
    io_testkit::{idl, Failure, Outcome},
    solana_instruction::Instruction,
    solana_transaction_error::TransactionError,
    std::{collections::BTreeMap, fmt},
};

/// Accepted while the walk's world is made, and never again.
const ONCE: [&str; 5] = ["initialize", "create_metadata", "allocate", "start", "open_ledger"];

/// What io_staking does for io_orders alone.
const OF_ORDERS: [&str; 3] = ["hire", "move_hire", "release"];

/// All that a pause may stop, whatever state anything is in.
const ENTRIES: [&str; 15] = [
    "register_node",
    "stake",
    "restake",
    "create",
    "accept",
    "book",
    "request",
    "bid",
    "bid_auto",
    "award",
    "award_auto",
    "extend",
    "open_auction",
    "fill",
    "swap_and_burn",
];

/// An instruction: its program's name and its own.
type Name = (&'static str, String);

/// How often each was accepted, and refused.
pub struct Tally {
    names: BTreeMap<(Pubkey, Vec<u8>), Name>,
    counts: BTreeMap<Name, [u64; 2]>,
    /// Why transactions were refused whose last instruction was this one.
    reasons: BTreeMap<Name, BTreeMap<String, u64>>,
    /// How often money could not be delivered and waits.
    pub credited_as_unclaimed: usize,
}

impl Tally {
    pub fn new() -> Self {
        let names: BTreeMap<_, Name> = idl::instructions()
            .into_iter()
            .map(|instruction| {
                ((instruction.id, instruction.discriminator), (instruction.program, instruction.name))
            })
            .collect();
        let counts = names.values().map(|name| (name.clone(), [0; 2])).collect();
        Self { names, counts, reasons: BTreeMap::new(), credited_as_unclaimed: 0 }
    }

    /// Counts a transaction's instructions, and what io_staking does for orders inside.
    pub fn count(&mut self, calls: &[Instruction], outcome: &Outcome) {
        let mut last = None;
        for call in calls {
            let discriminator = call.data.get(..8).unwrap_or_default().to_vec();
            if let Some(name) = self.names.get(&(call.program_id, discriminator)) {
                let again = outcome.is_ok() && ONCE.contains(&name.1.as_str());
                assert!(!again, "{}.{} was accepted again", name.0, name.1);
                self.counts.get_mut(name).unwrap()[usize::from(outcome.is_err())] += 1;
                last = Some(name.clone());
            }
        }
        if let Err(failure) = outcome {
            self.stops_entries_alone(calls, failure);
        }
        if let (Some(name), Err(failure)) = (last, outcome) {
            let of_name = self.reasons.entry(name).or_default();
            *of_name.entry(failure.reason()).or_default() += 1;
        }
        if let Ok(receipt) = outcome {
            self.credited_as_unclaimed += receipt.events::<UnclaimedCredited>().len();
            for call in receipt.inner.iter().filter(|call| call.program_id == staking::ID) {
                let discriminator = call.data.get(..8).unwrap_or_default().to_vec();
                let name = &self.names[&(call.program_id, discriminator)];
                self.counts.get_mut(name).unwrap()[0] += 1;
            }
        }
    }

    fn stops_entries_alone(&self, calls: &[Instruction], failure: &Failure) {
        if let ("Paused", TransactionError::InstructionError(place, _)) = (&*failure.reason(), &failure.error)
        {
            let call = &calls[usize::from(*place)];
            let (program, name) = &self.names[&(call.program_id, call.data[..8].to_vec())];
            assert!(ENTRIES.contains(&name.as_str()), "a pause stopped {program}.{name}");
        }
    }

    /// How often an instruction of this name was accepted.
    pub fn accepted(&self, name: &str) -> u64 {
        self.counts.iter().filter(|((_, own), _)| own == name).map(|(_, counts)| counts[0]).sum()
    }

    /// How many were refused.
    pub fn refused(&self) -> u64 {
        self.counts.values().map(|counts| counts[1]).sum()
    }

    /// How often one of these instructions was refused for this reason.
    pub fn refused_for(&self, names: &[&str], reason: &str) -> u64 {
        let of_names = self.reasons.iter().filter(|((_, name), _)| names.contains(&name.as_str()));
        of_names.filter_map(|(_, reasons)| reasons.get(reason)).sum()
    }

    /// # Errors
    /// Unless every instruction of these programs was accepted that can be, but for hires where
    /// there are no orders, and every one refused that was accepted before: the first that was not.
    pub fn all_accepted(&self, programs: &[&str]) -> Result<(), String> {
        let orders = programs.contains(&"io_orders");
        for ((program, name), [accepted, refused]) in &self.counts {
            let inside = !orders && OF_ORDERS.contains(&name.as_str());
            if ONCE.contains(&name.as_str()) {
                happened(*refused, || format!("no {program}.{name} was tried again"))?;
            } else if programs.contains(program) && !inside {
                happened(*accepted, || format!("no {program}.{name} was accepted"))?;
            }
        }
        Ok(())
    }

    /// # Errors
    /// Unless all of the suite was accepted, money stayed unclaimed and prices were refused that
    /// lie: the first that was not.
    pub fn everything(&self) -> Result<(), String> {
        self.all_accepted(&PROGRAMS.iter().map(|program| program.name).collect::<Vec<_>>())?;
        happened(self.credited_as_unclaimed as u64, || "all money was delivered".to_owned())?;
        let refused = |reason| self.refused_for(&["fill", "swap_and_burn"], reason);
        for reason in ["WrongPriceOwner", "PriceNotVerified"] {
            happened(refused(reason), || format!("no price was refused for {reason}"))?;
        }
        happened(self.refused_for(&["set_paused"], "PauseTooSoon"), || "no pause came too soon".to_owned())?;
        happened(self.refused_for(&["stake"], "DelegationLimit"), || "no offer was full".to_owned())?;
        let lies = refused("PriceTooWide") + refused("PriceNotPositive");
        happened(lies, || "no lie was refused".to_owned())
    }
}

fn happened(times: u64, otherwise: impl FnOnce() -> String) -> Result<(), String> {
    if times > 0 {
        Ok(())
    } else {
        Err(otherwise())
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for ((program, name), [accepted, refused]) in
            self.counts.iter().filter(|(_, counts)| **counts != [0; 2])
        {
            write!(f, "{:<34} accepted {accepted:>6}, refused {refused:>6}: ", format!("{program}.{name}"))?;
            let reasons = self.reasons.get(&(*program, name.clone())).into_iter().flatten();
            let mut reasons: Vec<_> = reasons.map(|(reason, times)| (times, reason)).collect();
            reasons.sort_by(|a, b| b.cmp(a));
            let shown = reasons.iter().take(8).map(|(times, reason)| format!("{reason} {times}"));
            writeln!(f, "{}", shown.collect::<Vec<_>>().join(", "))?;
        }
        Ok(())
    }
}
