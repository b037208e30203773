//! Transactions: sent, or only shown.

use {
    super::Session,
    crate::{interrupt, Exit, Failure},
    indicatif::{ProgressBar, ProgressStyle},
    io_rpc::{sol, Fault, Prepared, Sender, Tell},
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_pubkey::Pubkey,
    solana_signature::Signature,
    solana_signer::Signer,
    solana_system_interface::instruction::transfer,
    std::{io::IsTerminal, time::Duration},
};

/// The fee payer pays the rent of so many accounts of one transaction, at most.
const LOANS: u32 = 4;

impl Session<'_> {
    /// Sends one transaction, signed by the key that signs and the one that pays; or only shows it.
    ///
    /// # Errors
    /// If it is refused, or its outcome is unknown.
    pub fn send(&mut self, title: &str, instructions: &[Instruction]) -> Result<(), Failure> {
        self.send_with(title, instructions, &[])
    }

    /// The same, signed by `others` too.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn send_with(
        &mut self,
        title: &str,
        instructions: &[Instruction],
        others: &[&dyn Signer],
    ) -> Result<(), Failure> {
        let spinner = self.spinner(title);
        let outcome = self.send_under(title, instructions, others, &spinner);
        spinner.finish_and_clear();
        outcome
    }

    /// The same, under a bar of the caller's: one transaction of many.
    ///
    /// # Errors
    /// As [`Session::send`].
    pub fn send_under(
        &mut self,
        title: &str,
        instructions: &[Instruction],
        others: &[&dyn Signer],
        bar: &ProgressBar,
    ) -> Result<(), Failure> {
        if let Some(vault) = self.options.multisig {
            return self.propose(title, instructions, &vault);
        }
        if self.options.signing.sign_only {
            return self.sign_only(title, instructions, others);
        }
        let (prepared, signature) = self.land(instructions, others, bar)?;
        self.say_sent(title, prepared, signature);
        Ok(())
    }

    /// Simulates and, unless it is a dry run, sends.
    fn land(
        &self,
        instructions: &[Instruction],
        others: &[&dyn Signer],
        spinner: &ProgressBar,
    ) -> Result<(Prepared, Option<Signature>), Failure> {
        let tell = |signature: &Signature, reach| {
            spinner.suspend(|| interrupt::tell(signature, reach));
        };
        let sender = self.sender(Some(&tell))?;
        let (instructions, lifetime) = self.durable(instructions)?;
        let mut prepared = self.prepare(&sender, instructions)?;
        if self.is_fixed() {
            // Whoever has signed elsewhere has signed this limit, or none.
            prepared.compute_limit = self.options.signing.compute_limit;
        }
        if self.options.dry_run {
            return Ok((prepared, None));
        }
        let mut signers: Vec<&dyn Signer> = others.to_vec();
        signers.extend(self.wallets()?);
        let landed = match lifetime {
            Some(lifetime) => sender.land_within(&prepared, &signers, &lifetime),
            None => sender.land(&prepared, &signers),
        };
        interrupt::settled();
        Ok((prepared, Some(landed?)))
    }

    /// How this run sends.
    pub(super) fn sender<'s>(&'s self, tell: Option<Tell<'s>>) -> Result<Sender<'s>, Failure> {
        Ok(Sender {
            priority_fee: self.options.priority_fee,
            tables: self.tables()?,
            tell,
            ..Sender::new(self.chain, self.payer()?, self.patience)
        })
    }

    /// Simulates. Where the signer has too little SOL for the rent of an account and somebody else
    /// pays the fees, that one pays the rent, too.
    fn prepare(&self, sender: &Sender<'_>, mut instructions: Vec<Instruction>) -> Result<Prepared, Fault> {
        let payer = sender.payer.pubkey();
        for _ in 0..LOANS {
            let fault = match sender.prepare(&instructions) {
                Err(fault) => fault,
                prepared => return prepared,
            };
            let short = fault.refusal().and_then(|refusal| refusal.short);
            match short.filter(|(wallet, _)| self.options.fee_payer.is_some() && *wallet != payer) {
                Some((wallet, lamports)) => lend(&mut instructions, &payer, &wallet, lamports),
                None => return Err(fault),
            }
        }
        sender.prepare(&instructions)
    }

    fn say_sent(&mut self, title: &str, prepared: Prepared, signature: Option<Signature>) {
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
    }

    /// Sends transactions of one instruction each without waiting for any: what they do shows
    /// whether they landed.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn scatter(&self, instructions: &[Instruction], bar: &ProgressBar) -> Result<(), Failure> {
        let signers = self.wallets()?;
        interrupt::scattered();
        Ok(self.sender(None)?.scatter(instructions, &signers, || bar.tick())?)
    }

    /// What was said so far is read before anything is signed.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn show_before_signing(&mut self) -> Result<(), Failure> {
        if self.options.json {
            return Ok(());
        }
        self.output
            .show_now()
            .map_err(|error| Failure::new(Exit::Other, format!("Nothing was signed: {error}.")))
    }

    /// Waits as long as between two looks at whether a transaction has landed.
    pub fn wait(&self) {
        self.patience.sleep(self.patience.poll);
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

/// Adds to what the payer gives a wallet for rents.
fn lend(instructions: &mut Vec<Instruction>, payer: &Pubkey, wallet: &Pubkey, lamports: u64) {
    let nonce = instructions.iter().take_while(|call| io_rpc::advances_nonce(call)).count();
    instructions.insert(nonce, transfer(payer, wallet, lamports));
}
