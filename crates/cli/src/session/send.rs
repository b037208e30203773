//! Transactions: sent, or only shown.

use {
    super::{sol, Session},
    crate::Failure,
    indicatif::{ProgressBar, ProgressStyle},
    io_rpc::Sender,
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    std::{io::IsTerminal, time::Duration},
};

impl Session<'_> {
    /// Sends one transaction, signed by the key that signs and the one that pays; or only shows it.
    pub fn send(&mut self, title: &str, instructions: &[Instruction]) -> Result<(), Failure> {
        self.send_with(title, instructions, &[])
    }

    /// The same, signed by `others` too.
    pub fn send_with(
        &mut self,
        title: &str,
        instructions: &[Instruction],
        others: &[&Keypair],
    ) -> Result<(), Failure> {
        if let Some(vault) = self.options.multisig {
            return self.propose(title, instructions, &vault);
        }
        let key = self.key()?.insecure_clone();
        let payer = self.payer()?.insecure_clone();
        let mut signers = vec![&key];
        signers.extend_from_slice(others);
        let sender = Sender {
            chain: self.chain,
            payer: &payer,
            priority_fee: self.options.priority_fee,
            patience: self.patience,
        };
        let spinner = self.spinner(title);
        let prepared = sender.prepare(instructions);
        let outcome = match prepared {
            Ok(prepared) if self.options.dry_run => Ok((prepared, None)),
            Ok(prepared) => sender.land(&prepared, &signers).map(|signature| (prepared, Some(signature))),
            Err(fault) => Err(fault),
        };
        spinner.finish_and_clear();
        let (prepared, signature) = outcome?;
        let (units, fee) = (prepared.simulation.compute_units, prepared.fee(self.options.priority_fee));
        let mut record = json!({
            "title": title,
            "signature": signature.map(|signature| signature.to_string()),
            "compute_units": units,
            "compute_limit": prepared.compute_limit,
            "fee_lamports": fee,
        });
        match signature {
            Some(signature) if self.options.explorer => {
                let query = self.settings.explorer_query();
                self.output.say(format!("{title}: https://explorer.solana.com/tx/{signature}{query}"));
            }
            Some(signature) => self.output.say(format!("{title}: {signature}")),
            None => {
                self.output
                    .say(format!("{title}: would be accepted. {units} compute units; fee {} SOL", sol(fee)));
                prepared.simulation.logs.iter().for_each(|line| self.output.say(format!("    {line}")));
                record["logs"] = Value::from(prepared.simulation.logs);
            }
        }
        self.output.push("transactions", record);
        Ok(())
    }

    /// Sends transactions of one instruction each without waiting for any: what they do shows
    /// whether they landed.
    pub fn scatter(&self, instructions: &[Instruction], bar: &ProgressBar) -> Result<(), Failure> {
        let sender = Sender {
            chain: self.chain,
            payer: self.payer()?,
            priority_fee: self.options.priority_fee,
            patience: self.patience,
        };
        Ok(sender.scatter(instructions, &[self.key()?], || bar.tick())?)
    }

    /// Waits as long as between two looks at whether a transaction has landed.
    pub fn wait(&self) {
        std::thread::sleep(self.patience.poll);
    }

    /// A bar for a step of so many parts.
    pub fn progress(&self, title: &str, parts: u64) -> ProgressBar {
        if self.options.json || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::new(parts).with_message(title.to_owned());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}");
        bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
    }

    fn spinner(&self, title: &str) -> ProgressBar {
        if self.options.json || !std::io::stderr().is_terminal() {
            return ProgressBar::hidden();
        }
        let spinner = ProgressBar::new_spinner().with_message(title.to_owned());
        spinner.set_style(ProgressStyle::default_spinner());
        spinner.enable_steady_tick(Duration::from_millis(100));
        spinner
    }
}
