//! A transaction for a multisig: simulated here, signed there.

use {
    crate::{Failure, Session},
    base64::{prelude::BASE64_STANDARD, Engine},
    io_rpc::{unsigned, Fault, Refusal},
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_message::{Message, VersionedMessage},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
};

impl Session<'_> {
    /// Simulates a transaction that `vault` signs and pays for, or `--fee-payer` here, and prints
    /// its message. Blockhash, compute limit and priority fee are left out: they are those of the
    /// transaction by which the multisig executes it.
    pub(super) fn propose(
        &mut self,
        title: &str,
        instructions: &[Instruction],
        vault: &Pubkey,
    ) -> Result<(), Failure> {
        let payer = match self.options.fee_payer {
            Some(_) => self.payer()?.pubkey(),
            None => *vault,
        };
        let draft = unsigned(VersionedMessage::Legacy(Message::new(instructions, Some(&payer))));
        let simulation = self.chain.simulate(&draft)?;
        if let Some(error) = simulation.error {
            return Err(Fault::from(Refusal::new(error, simulation.logs, &draft)).into());
        }
        let units = simulation.compute_units;
        let mut record = json!({ "title": title, "signature": null, "compute_units": units });
        self.output.say(format!("{title}: would be accepted. {units} compute units"));
        if self.options.dry_run {
            simulation.logs.iter().for_each(|line| self.output.say(format!("    {line}")));
            record["logs"] = Value::from(simulation.logs);
        } else {
            let message = Message::new(instructions, Some(vault)).serialize();
            let (base64, base58) = (BASE64_STANDARD.encode(&message), bs58::encode(&message).into_string());
            self.output.say(format!("in base64: {base64}\nin base58, as Squads imports it: {base58}"));
            record["message"] = Value::from(base64);
            record["message_base58"] = Value::from(base58);
        }
        self.output.push("transactions", record);
        Ok(())
    }
}
