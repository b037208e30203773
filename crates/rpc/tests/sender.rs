//! A transaction lands once, or one hears that it may still: behind an RPC whose nodes lag, fail
//! and refuse.

use {
    io_rpc::{
        Accounts, At, Blockhash, Chain, Fault, Filter, Height, Patience, Prepared, Reach, Refusal, Seen,
        Sender, Simulation,
    },
    solana_account::Account,
    solana_hash::Hash,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    std::{
        sync::{
            atomic::{AtomicBool, AtomicU64, Ordering},
            Mutex,
        },
        time::{Duration, Instant},
    },
};

/// Blocks for which a blockhash is good.
const LIFE: u64 = 150;

/// Two nodes behind one URL, of which either answers, one of them some blocks behind. Each question
/// takes a block's time.
struct Nodes {
    block: AtomicU64,
    /// How far the second node is behind.
    behind: u64,
    /// A transaction lands so many blocks after it was first sent; never if none.
    lands_after: Option<u64>,
    /// After the first send no call is answered.
    dies: bool,
    /// A second send is refused.
    refuses_again: bool,
    /// The node that is behind has every block, and only hears late that it is confirmed.
    confirms_late: bool,
    /// A node that is behind does not know the blockhash.
    checks: bool,
    /// Every third call is not answered.
    drops: bool,
    /// The server refuses each send before a node sees it.
    denies: Option<Fault>,
    patience: Patience,
    random: Mutex<fastrand::Rng>,
    sent: Mutex<Vec<(Signature, u64)>>,
}

impl Default for Nodes {
    fn default() -> Self {
        Self::seeded(0)
    }
}

impl Nodes {
    fn seeded(seed: u64) -> Self {
        let random = Mutex::new(fastrand::Rng::with_seed(seed));
        Self {
            block: AtomicU64::default(),
            behind: 0,
            lands_after: None,
            dies: false,
            refuses_again: false,
            confirms_late: false,
            checks: false,
            drops: false,
            denies: None,
            patience: Patience::NONE,
            random,
            sent: Mutex::default(),
        }
    }

    /// The block that the node has seen that answers.
    fn seen(&self) -> Result<u64, Fault> {
        let block = self.block.fetch_add(1, Ordering::Relaxed) + 1;
        if self.dies && !self.sent.lock().unwrap().is_empty() {
            return Err(Fault::Unreachable("the cable is cut".into()));
        }
        if self.drops && block.is_multiple_of(3) {
            return Err(Fault::Unreachable("it is busy".into()));
        }
        Ok(if self.random.lock().unwrap().bool() { block } else { block.saturating_sub(self.behind) })
    }

    /// Transactions that have landed by the time everything has.
    fn landed(&self) -> usize {
        if self.lands_after.is_some_and(|after| after <= LIFE) {
            self.sent.lock().unwrap().len()
        } else {
            0
        }
    }

    fn land(&self) -> Result<Signature, Fault> {
        let payer = Keypair::new();
        let call = Instruction::new_with_bytes(Pubkey::new_from_array([1; 32]), &[], Vec::new());
        let simulation = Simulation { error: None, compute_units: 0, logs: Vec::new() };
        let prepared =
            Prepared { instructions: vec![call], compute_limit: Some(1_000), simulation, signatures: 1 };
        Sender::new(self, &payer, self.patience).land(&prepared, &[])
    }
}

impl Chain for Nodes {
    fn accounts_at(&self, _: &[Pubkey]) -> Result<At<Vec<Option<Account>>>, Fault> {
        unreachable!("no account is asked for")
    }

    fn program_accounts_at(&self, _: &Pubkey, _: &[Filter]) -> Result<At<Accounts>, Fault> {
        unreachable!("no account is asked for")
    }

    fn simulate(&self, _: &VersionedTransaction) -> Result<Simulation, Fault> {
        unreachable!("it is prepared")
    }

    /// Of the node that is ahead.
    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        let block = self.block.load(Ordering::Relaxed);
        let mut hash = [0; 32];
        hash[..8].copy_from_slice(&block.to_le_bytes());
        Ok(Blockhash { hash: Hash::new_from_array(hash), last_block: block + LIFE })
    }

    fn height(&self) -> Result<Height, Fault> {
        self.seen().map(|block| Height { slot: block * 2, block })
    }

    fn send(&self, transaction: &VersionedTransaction) -> Result<Signature, Fault> {
        let signature = transaction.signatures[0];
        if let Some(fault) = &self.denies {
            return Err(fault.clone());
        }
        if self.checks && self.random.lock().unwrap().bool() {
            return Err(Fault::Expired);
        }
        let mut sent = self.sent.lock().unwrap();
        if sent.iter().any(|(other, _)| *other == signature) {
            if self.refuses_again {
                return Err(Refusal::of_rule("this node has not heard of the blockhash").into());
            }
        } else {
            sent.push((signature, self.block.load(Ordering::Relaxed)));
        }
        Ok(signature)
    }

    fn statuses(&self, signatures: &[Signature]) -> Result<Vec<Seen>, Fault> {
        let block = self.seen()?;
        let sent = self.sent.lock().unwrap();
        let at = sent.iter().find(|(other, _)| *other == signatures[0]).map(|(_, at)| *at);
        let landed = |block| at.zip(self.lands_after).is_some_and(|(at, after)| at + after <= block);
        let processed = if self.confirms_late { self.block.load(Ordering::Relaxed) } else { block };
        let outcome = landed(block).then_some(Ok(()));
        Ok(vec![Seen { slot: processed * 2, pending: outcome.is_none() && landed(processed), outcome }])
    }
}

#[test]
fn behind_nodes_that_lag_it_lands_once() {
    for seed in 0..100 {
        for behind in [0, 1, 40, 149, 150, 151, 400] {
            for after in [0, 1, 10, 100, 148, 150] {
                for confirms_late in [false, true] {
                    let nodes =
                        Nodes { behind, lands_after: Some(after), confirms_late, ..Nodes::seeded(seed) };
                    let landed = nodes.land();
                    assert!(landed.is_ok(), "{behind} behind, after {after}: {landed:?}");
                    assert_eq!(nodes.landed(), 1, "{behind} behind, after {after}, {confirms_late}");
                }
            }
        }
    }
}

#[test]
fn one_that_never_lands_is_signed_anew_and_given_up() {
    for behind in [0, 40, 400] {
        let nodes = Nodes { behind, ..Nodes::default() };
        let fault = nodes.land().unwrap_err();
        assert!(matches!(fault, Fault::Expired), "{fault}");
        assert_eq!(nodes.sent.lock().unwrap().len(), Patience::NONE.tries as usize);
    }
}

#[test]
fn a_node_that_does_not_know_the_blockhash_makes_it_late() {
    for seed in 0..100 {
        let nodes = Nodes { checks: true, lands_after: Some(60), ..Nodes::seeded(seed) };
        nodes.land().unwrap();
        assert_eq!(nodes.landed(), 1);
    }
}

#[test]
fn calls_that_fail_between_others_are_no_silence() {
    let nodes = Nodes { drops: true, lands_after: Some(100), ..Nodes::default() };
    nodes.land().unwrap();
    assert_eq!(nodes.landed(), 1);
}

#[test]
fn one_that_was_sent_is_never_forgotten() {
    let nodes = Nodes { dies: true, lands_after: Some(3), ..Nodes::default() };
    let fault = nodes.land().unwrap_err();
    let sent = nodes.sent.lock().unwrap()[0].0;
    assert!(matches!(&fault, Fault::Sent { signature, .. } if *signature == sent), "{fault}");
    let said = fault.to_string();
    assert!(said.contains(&format!("look at {sent} before you repeat it")), "{said}");
    assert!(said.contains("the cable is cut"), "{said}");
    assert_eq!(nodes.sent.lock().unwrap().len(), 1);
}

#[test]
fn a_refusal_of_what_was_sent_before_is_not_the_last_word() {
    let nodes = Nodes { refuses_again: true, lands_after: Some(20), ..Nodes::default() };
    nodes.land().unwrap();
    assert_eq!(nodes.landed(), 1);
    let nodes = Nodes { refuses_again: true, ..Nodes::default() };
    let fault = nodes.land().unwrap_err();
    assert!(fault.refusal().is_some(), "it never will: {fault}");
}

/// A transaction of nothing.
fn nothing() -> Prepared {
    let simulation = Simulation { error: None, compute_units: 0, logs: Vec::new() };
    Prepared { instructions: Vec::new(), compute_limit: Some(1_000), simulation, signatures: 1 }
}

#[test]
fn one_that_is_stopped_says_what_it_has_sent() {
    static STOP: AtomicBool = AtomicBool::new(false);
    let nodes = Nodes::default();
    let payer = Keypair::new();
    let patience = Patience { stop: Some(&STOP), ..Patience::default() };
    // Ctrl-C while the call is on its way.
    let tell = |_: &Signature, reach| {
        STOP.fetch_or(reach == Reach::Leaves, Ordering::Relaxed);
    };
    let sender = Sender { tell: Some(&tell), ..Sender::new(&nodes, &payer, patience) };
    assert!(matches!(sender.land(&nothing(), &[]), Err(Fault::Sent { .. })));
    assert_eq!(nodes.sent.lock().unwrap().len(), 1);
}

#[test]
fn once_it_is_stopped_nothing_more_is_sent() {
    static STOP: AtomicBool = AtomicBool::new(true);
    let (nodes, payer) = (Nodes::default(), Keypair::new());
    let sender = Sender::new(&nodes, &payer, Patience { stop: Some(&STOP), ..Patience::default() });
    let fault = sender.land(&nothing(), &[]).unwrap_err();
    assert!(matches!(fault, Fault::Unreachable(_)), "{fault}");
    assert_eq!(nodes.sent.lock().unwrap().len(), 0);
}

#[test]
fn what_no_node_has_seen_was_not_sent() {
    let busy = |wait| Fault::Busy { why: "HTTP 429".into(), wait: Some(Duration::from_secs(wait)) };
    for (fault, word) in [
        (busy(60), "asks to wait 60 seconds"),
        (Fault::Denied("HTTP 403 Forbidden, no such key".into()), "no such key"),
        (Fault::Local("this process has too many open files".into()), "open files"),
    ] {
        let patience = Patience { within: Some(Duration::from_secs(1)), ..Patience::NONE };
        let nodes = Nodes { denies: Some(fault), patience, ..Nodes::default() };
        let start = Instant::now();
        let fault = nodes.land().unwrap_err();
        assert!(!matches!(fault, Fault::Sent { .. } | Fault::Expired), "{fault}");
        assert!(fault.to_string().contains(word), "{fault}");
        assert!(start.elapsed() < Duration::from_secs(30), "the time-out is that of the whole call");
    }
}

#[test]
fn the_signature_is_told_before_it_leaves_and_once_it_is_sent() {
    let denied = Fault::Denied("HTTP 403 Forbidden".into());
    for (denies, last) in [(None, Reach::Sent), (Some(denied), Reach::Kept)] {
        let nodes = Nodes { lands_after: Some(30), denies, ..Nodes::default() };
        let payer = Keypair::new();
        let told = Mutex::new(Vec::new());
        let tell = |signature: &Signature, reach| told.lock().unwrap().push((*signature, reach));
        let sender = Sender { tell: Some(&tell), ..Sender::new(&nodes, &payer, Patience::NONE) };
        let landed = sender.land(&nothing(), &[]);
        let told = told.lock().unwrap();
        let signature = told[0].0;
        assert_eq!(*told, [(signature, Reach::Leaves), (signature, last)]);
        assert_eq!(landed.ok(), (last == Reach::Sent).then_some(signature));
    }
}
