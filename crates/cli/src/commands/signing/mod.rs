//! Transactions that are signed on one machine and sent by another.

mod describe;
mod words;

use {
    crate::{interrupt, session::Wallet, Exit, Failure, Session},
    base64::{prelude::BASE64_STANDARD, Engine},
    clap::Args,
    describe::describe,
    io_rpc::{advances_nonce, nonce, sign_partly, Blockhash, Lifetime, Refusal, Sender},
    serde_json::json,
    solana_instruction::{AccountMeta, Instruction},
    solana_message::VersionedMessage,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    std::{fs, io::Read},
};

/// Blocks for which a blockhash is good.
const LIFE: u64 = 150;
/// The text of a message is no longer.
const LONGEST: u64 = 16_384;

/// Shows what a message does, and signs it. Needs no cluster.
#[derive(Args, Debug)]
pub struct Sign {
    /// The message in base64 as --sign-only and --multisig print it, a file of it, or `-` for the
    /// standard input
    message: String,
    /// Only show what it does
    #[arg(long)]
    show: bool,
}

/// Sends a message with the signatures that were made elsewhere.
#[derive(Args, Debug)]
pub struct Submit {
    /// The message in base64 as --sign-only prints it, a file of it, or `-` for the standard input
    message: String,
}

/// Says whether a transaction has landed.
#[derive(Args, Debug)]
pub struct Confirm {
    /// Its signature
    signature: Signature,
}

impl Sign {
    /// Signs.
    ///
    /// # Errors
    /// If it is no message, or does not ask for this signature.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let message = read(&self.message)?;
        let does = describe(&message);
        does.iter().for_each(|line| session.output.say(line));
        session.output.set("does", does);
        if self.show {
            return Ok(());
        }
        let key = session.wallet()?.key()?;
        let required = usize::from(message.header().num_required_signatures);
        if !message.static_account_keys().iter().take(required).any(|signer| *signer == key.pubkey()) {
            let message = format!("The message does not ask for the signature of {}.", key.pubkey());
            return Err(
                Failure::new(Exit::Key, message).hint("Name the key that it asks for with --keypair.")
            );
        }
        let (transaction, absent) = sign_partly(message, &[key])?;
        session.say_signed("message", &transaction, &absent);
        Ok(())
    }
}

impl Submit {
    /// Sends, and waits until it has landed.
    ///
    /// # Errors
    /// If a signature is missing, it is refused, or its outcome is unknown.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let message = read(&self.message)?;
        let given = &session.options.signing.signer;
        let wallets: Vec<Wallet> =
            given.iter().map(|(address, signature)| Wallet::elsewhere(*address, *signature)).collect();
        let mut signers: Vec<&dyn Signer> = wallets.iter().map(|wallet| wallet as &dyn Signer).collect();
        // The key of this machine signs too where the message asks for it.
        let own = session.wallet().ok().filter(|wallet| wallet.signs());
        signers.extend(own.map(|wallet| wallet as &dyn Signer));
        let (transaction, absent) = sign_partly(message, &signers)?;
        if let Some(address) = absent.first() {
            let message = format!("The signature of {address} is missing.");
            return Err(Failure::new(Exit::Key, message).hint("Pass it with --signer ADDRESS=SIGNATURE."));
        }
        let simulation = session.chain.simulate(&transaction)?;
        if let Some(error) = simulation.error {
            return Err(io_rpc::Fault::from(Refusal::new(error, simulation.logs, &transaction)).into());
        }
        let units = simulation.compute_units;
        if session.options.dry_run {
            session.output.say(format!("would be accepted. {units} compute units"));
            let record = json!({ "title": "submit", "signature": null, "compute_units": units });
            session.output.push("transactions", record);
            return Ok(());
        }
        let lifetime = lifetime(session, &transaction.message)?;
        // It is signed: nobody pays here.
        let nobody = solana_keypair::Keypair::new();
        let sender = Sender {
            tell: Some(&interrupt::tell),
            ..Sender::new(session.chain, &nobody, session.patience())
        };
        let landed = sender.follow(&transaction, &lifetime);
        interrupt::settled();
        let signature = landed?;
        session.output.say(format!("landed: {signature}"));
        session.output.push(
            "transactions",
            json!({
                "title": "submit",
                "signature": signature.to_string(),
                "compute_units": units,
            }),
        );
        Ok(())
    }
}

impl Confirm {
    /// Looks.
    ///
    /// # Errors
    /// If it was refused, or is not known.
    pub fn run(&self, session: &mut Session) -> Result<(), Failure> {
        let seen = session.chain.history(&self.signature)?;
        session.output.set("signature", self.signature.to_string());
        match seen.outcome {
            Some(Ok(())) => {
                session.output.say("It has landed.");
                session.output.set("outcome", "landed");
                Ok(())
            }
            Some(Err(error)) => {
                session.output.set("outcome", "refused");
                Err(Failure::new(Exit::Refused, format!("It has landed and was refused: {error}."))
                    .hint("Run its command again with --dry-run, which says why in words."))
            }
            None if seen.pending => {
                session.output.set("outcome", "pending");
                Err(Failure::new(Exit::Pending, "It is in a block that is not confirmed yet: look again."))
            }
            None => {
                session.output.set("outcome", "unknown");
                let message = "The cluster knows nothing of it: it may still land within two minutes of its \
                               sending, or by its nonce; after that it never will.";
                Err(Failure::new(Exit::Pending, message))
            }
        }
    }
}

/// How long a message can land, by the cluster.
fn lifetime(session: &Session, message: &VersionedMessage) -> Result<Lifetime, Failure> {
    let hash = *message.recent_blockhash();
    let keys = message.static_account_keys();
    let first = message.instructions().first().and_then(|call| {
        let accounts =
            call.accounts.iter().map(|i| Some(AccountMeta::new(*keys.get(usize::from(*i))?, false)));
        let program_id = *keys.get(usize::from(call.program_id_index))?;
        Some(Instruction { program_id, accounts: accounts.collect::<Option<_>>()?, data: call.data.clone() })
    });
    if let Some(account) = first.filter(advances_nonce).and_then(|call| Some(call.accounts.first()?.pubkey)) {
        let stored = session.chain.account(&account)?.as_ref().and_then(nonce::stored);
        return match stored {
            Some(stored) if stored.hash == hash => Ok(Lifetime::Nonce { account, hash }),
            _ => Err(used_up(&account)),
        };
    }
    let last_block = session.chain.height()?.block.saturating_add(LIFE);
    Ok(Lifetime::Blocks(Blockhash { hash, last_block }))
}

fn used_up(account: &Pubkey) -> Failure {
    Failure::new(Exit::Refused, format!("The nonce {account} does not store what the message names."))
        .hint("It was used or advanced: sign again with what it stores now.")
}

/// A message in base64, by itself, in a file or on the standard input.
fn read(text: &str) -> Result<VersionedMessage, Failure> {
    let unreadable = |error| Failure::new(Exit::Usage, format!("Cannot read {text}: {error}."));
    let mut content = String::new();
    if text == "-" {
        std::io::stdin().take(LONGEST).read_to_string(&mut content).map_err(unreadable)?;
    } else if let Ok(file) = fs::File::open(text) {
        file.take(LONGEST).read_to_string(&mut content).map_err(unreadable)?;
    } else {
        text.clone_into(&mut content);
    }
    let wrong = || {
        Failure::new(
            Exit::Usage,
            "This is no message: pass the base64 that --sign-only or --multisig prints.",
        )
    };
    let bytes = BASE64_STANDARD.decode(content.trim()).map_err(|_| wrong())?;
    wincode::deserialize(&bytes).map_err(|_| wrong())
}
