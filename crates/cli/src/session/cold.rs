//! Keys that are on another machine: transactions that are signed and not sent, and sent with
//! signatures that were made elsewhere.

use {
    super::{Session, Wallet},
    crate::{Exit, Failure},
    base64::{prelude::BASE64_STANDARD, Engine},
    clap::Args,
    io_rpc::{nonce, sign_partly, Blockhash, Lifetime},
    serde_json::json,
    solana_hash::Hash,
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_system_interface::instruction::advance_nonce_account,
    solana_transaction::versioned::VersionedTransaction,
};

/// Blocks for which a blockhash is good.
const LIFE: u64 = 150;

/// How transactions are signed, as the Solana CLI has it.
#[derive(Args, Debug, Clone, Default)]
pub struct Signing {
    /// Sign and print the signature, send nothing; needs --blockhash
    #[arg(long, global = true, requires = "blockhash", conflicts_with_all = ["dry_run", "multisig"])]
    pub sign_only: bool,
    /// Blockhash that the transaction names, or what the nonce stores
    #[arg(long, global = true, value_name = "BLOCKHASH")]
    pub blockhash: Option<Hash>,
    /// A signature that was made elsewhere: ADDRESS=SIGNATURE
    #[arg(long, global = true, value_name = "ADDRESS=SIGNATURE", value_parser = presigned)]
    pub signer: Vec<(Pubkey, Signature)>,
    /// Nonce account: the transaction can land until it is advanced
    #[arg(long, global = true, value_name = "ADDRESS", value_parser = crate::values::address)]
    pub nonce: Option<Pubkey>,
    /// Key that advances the nonce, or its address; the one that signs if left out
    #[arg(long, global = true, value_name = "KEY", requires = "nonce")]
    pub nonce_authority: Option<String>,
    /// Compute limit of a transaction that is signed elsewhere; what the runtime allows if left out
    #[arg(long, global = true, value_name = "UNITS")]
    pub compute_limit: Option<u64>,
}

/// An address with its signature.
///
/// # Errors
/// What is wrong with it.
fn presigned(text: &str) -> Result<(Pubkey, Signature), String> {
    let parts = text.split_once('=');
    let read = parts.and_then(|(key, signature)| Some((key.parse().ok()?, signature.parse().ok()?)));
    read.ok_or_else(|| "write ADDRESS=SIGNATURE, as --sign-only prints it".into())
}

impl Session<'_> {
    /// Whether the message must be the same wherever it is built.
    pub fn is_fixed(&self) -> bool {
        let signing = &self.options.signing;
        signing.sign_only || signing.blockhash.is_some() || signing.nonce.is_some()
    }

    /// The wallets that can sign here, each once.
    ///
    /// # Errors
    /// If a key cannot be read.
    pub(super) fn wallets(&self) -> Result<Vec<&dyn Signer>, Failure> {
        let mut all = vec![self.wallet()?, self.payer()?];
        if self.options.signing.nonce.is_some() {
            all.push(self.nonce_authority()?);
        }
        Ok(all.into_iter().filter(|wallet| wallet.signs()).map(|wallet| wallet as &dyn Signer).collect())
    }

    fn nonce_authority(&self) -> Result<&Wallet, Failure> {
        match &self.options.signing.nonce_authority {
            None => self.wallet(),
            Some(text) => super::once(&self.authority, || self.load(text, "--nonce-authority")),
        }
    }

    /// The instructions, after the one that advances the nonce if there is one, and how long they
    /// can land; none if the transaction takes a blockhash of its own.
    ///
    /// # Errors
    /// If the nonce is none, or stores something else than was given.
    pub(super) fn durable(
        &self,
        instructions: &[Instruction],
    ) -> Result<(Vec<Instruction>, Option<Lifetime>), Failure> {
        let signing = &self.options.signing;
        let Some(account) = signing.nonce else {
            let Some(hash) = signing.blockhash else { return Ok((instructions.to_vec(), None)) };
            let last_block = self.chain.height()?.block.saturating_add(LIFE);
            return Ok((instructions.to_vec(), Some(Lifetime::Blocks(Blockhash { hash, last_block }))));
        };
        let stored = self.chain.account(&account)?.as_ref().and_then(nonce::stored).ok_or_else(|| {
            Failure::new(Exit::NotThere, format!("There is no nonce account at {account}."))
                .hint("`solana create-nonce-account` makes one.")
        })?;
        if let Some(given) = signing.blockhash.filter(|given| *given != stored.hash) {
            let message = format!("The nonce {account} stores {}, not {given}.", stored.hash);
            return Err(Failure::new(Exit::Refused, message)
                .hint("Something else has used it: sign again with what it stores now."));
        }
        let calls = self.after_nonce(&account, instructions)?;
        Ok((calls, Some(Lifetime::Nonce { account, hash: stored.hash })))
    }

    fn after_nonce(
        &self,
        account: &Pubkey,
        instructions: &[Instruction],
    ) -> Result<Vec<Instruction>, Failure> {
        let advance = advance_nonce_account(account, &self.nonce_authority()?.pubkey());
        Ok(std::iter::once(advance).chain(instructions.iter().cloned()).collect())
    }

    /// Signs, and prints the message and the signatures.
    ///
    /// # Errors
    /// If a key cannot be read.
    pub(super) fn sign_only(
        &mut self,
        title: &str,
        instructions: &[Instruction],
        others: &[&dyn Signer],
    ) -> Result<(), Failure> {
        let signing = &self.options.signing;
        let calls = match signing.nonce {
            Some(account) => self.after_nonce(&account, instructions)?,
            None => instructions.to_vec(),
        };
        let hash = signing.blockhash.unwrap_or_default();
        let message = self.sender(None)?.message(&calls, signing.compute_limit, hash)?;
        let mut signers: Vec<&dyn Signer> = others.to_vec();
        signers.extend(self.wallets()?);
        let (transaction, absent) = sign_partly(message, &signers)?;
        self.say_signed(title, &transaction, &absent);
        Ok(())
    }

    /// Prints a message with its signatures, and whose are missing.
    pub fn say_signed(&mut self, title: &str, transaction: &VersionedTransaction, absent: &[Pubkey]) {
        let hash = *transaction.message.recent_blockhash();
        let keys = transaction.message.static_account_keys().iter();
        let signed: Vec<String> = keys
            .zip(&transaction.signatures)
            .filter(|(key, _)| !absent.contains(key))
            .map(|(key, signature)| format!("{key}={signature}"))
            .collect();
        let base64 = BASE64_STANDARD.encode(transaction.message.serialize());
        self.output.say(format!("{title}: signed, not sent"));
        self.output.say(format!("Blockhash: {hash}\nMessage: {base64}"));
        let list = |head: &str, list: &[String]| {
            let lines = list.iter().map(|line| format!("\n  {line}"));
            format!("{head}{}", lines.collect::<String>())
        };
        self.output.say(list("Signers (ADDRESS=SIGNATURE):", &signed));
        let absent: Vec<String> = absent.iter().map(ToString::to_string).collect();
        if !absent.is_empty() {
            self.output.say(list("Absent signers (ADDRESS):", &absent));
        }
        self.output.push(
            "transactions",
            json!({
                "title": title,
                "signature": null,
                "blockhash": hash.to_string(),
                "message": base64,
                "signers": signed,
                "absent": absent,
            }),
        );
    }
}
