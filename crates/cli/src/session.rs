//! One run of a command: the cluster, the keys, and what is said.

use {
    crate::{config::Settings, values::Reference, Exit, Failure, Options, Output},
    indicatif::{ProgressBar, ProgressStyle},
    io_client::{
        addresses::{buyback, emission, orders, staking},
        amount,
        orders::{mint, order_address, Currency, Order},
        staking::{node_address, Node},
        token::associated_address,
        AccountDeserialize, Owner,
    },
    io_rpc::{program_name, read, token_amount, Chain, Patience, Sender},
    serde_json::{json, Value},
    solana_instruction::Instruction,
    solana_keypair::{read_keypair_file, Keypair},
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{cell::OnceCell, io::IsTerminal, path::Path, time::Duration},
};

/// The rent sysvar: lamports a byte and year (u64), years that make exempt (f64).
const RENT: Pubkey = Pubkey::from_str_const("SysvarRent111111111111111111111111111111111");
/// Bytes that rent is asked for beside an account's data.
const ACCOUNT_OVERHEAD: u64 = 128;

/// One run of a command.
pub struct Session<'a> {
    /// The cluster.
    pub chain: &'a dyn Chain,
    /// How to do it.
    pub options: &'a Options,
    /// What it says.
    pub output: Output,
    settings: &'a Settings,
    patience: Patience,
    key: OnceCell<Keypair>,
    payer: OnceCell<Keypair>,
}

impl<'a> Session<'a> {
    /// A run that has not begun.
    pub fn new(
        chain: &'a dyn Chain,
        options: &'a Options,
        settings: &'a Settings,
        patience: Patience,
    ) -> Self {
        let output = Output::default();
        Self { chain, options, output, settings, patience, key: OnceCell::new(), payer: OnceCell::new() }
    }

    /// Whether transactions are sent, and not only shown.
    pub fn sends(&self) -> bool {
        !self.options.dry_run && self.options.multisig.is_none()
    }

    /// The key that signs.
    pub fn key(&self) -> Result<&Keypair, Failure> {
        if self.options.multisig.is_some() {
            let message = "This is signed by a key of this machine: run it without --multisig.";
            return Err(Failure::new(Exit::Usage, message));
        }
        once(&self.key, || load(&self.settings.keypair, "--keypair"))
    }

    /// The address of whoever signs.
    pub fn me(&self) -> Result<Pubkey, Failure> {
        self.options.multisig.map_or_else(|| Ok(self.key()?.pubkey()), Ok)
    }

    /// The key that pays the fees, and rents that no rule makes the signer's.
    pub fn payer(&self) -> Result<&Keypair, Failure> {
        match &self.options.fee_payer {
            None => self.key(),
            Some(path) => once(&self.payer, || load(path, "--fee-payer")),
        }
    }

    /// The address of whoever pays.
    pub fn payer_address(&self) -> Result<Pubkey, Failure> {
        self.options.multisig.map_or_else(|| Ok(self.payer()?.pubkey()), Ok)
    }

    /// Unix seconds on chain.
    pub fn now(&self) -> Result<i64, Failure> {
        Ok(self.chain.now()?)
    }

    /// An address, or a link to it.
    pub fn link(&self, address: &Pubkey) -> String {
        if !self.options.explorer {
            return address.to_string();
        }
        format!("https://explorer.solana.com/address/{address}{}", self.settings.explorer_query())
    }

    /// # Errors
    /// Unless the programs are on this cluster.
    pub fn must_have_programs(&self) -> Result<(), Failure> {
        let programs = [emission::ID, staking::ID, orders::ID, buyback::ID];
        let accounts = self.chain.accounts(&programs)?;
        let missing = programs
            .iter()
            .zip(accounts)
            .find(|(_, account)| !account.as_ref().is_some_and(|a| a.executable));
        let Some((program, _)) = missing else { return Ok(()) };
        let name = program_name(program).unwrap_or_default();
        let message = format!("{name} ({program}) is not on the cluster at {}.", host(&self.settings.url));
        Err(Failure::new(Exit::NotThere, message)
            .hint("Choose the cluster with --url, or deploy the programs: `io init` says how."))
    }

    /// An account that must be there.
    pub fn must<T: AccountDeserialize + Owner>(&self, address: &Pubkey, what: &str) -> Result<T, Failure> {
        read(self.chain, address)?.ok_or_else(|| {
            Failure::new(
                Exit::NotThere,
                format!(
                    "There is no {what} at {address} on this cluster: check the address and the cluster."
                ),
            )
        })
    }

    /// An account that genesis creates.
    pub fn genesis<T: AccountDeserialize + Owner>(&self, address: &Pubkey) -> Result<T, Failure> {
        read(self.chain, address)?.ok_or_else(|| {
            Failure::new(Exit::NotThere, "The programs are on this cluster, but genesis is not complete.")
                .hint("The deployer completes it with `io init`.")
        })
    }

    /// A node by its address, or by the signer's number for it.
    pub fn node_at(&self, reference: Reference) -> Result<Pubkey, Failure> {
        Ok(match reference {
            Reference::Address(address) => address,
            Reference::Number(number) => {
                let number = u32::try_from(number)
                    .map_err(|_| Failure::new(Exit::Usage, "A node's number is below 4,294,967,296."))?;
                node_address(&self.me()?, number)
            }
        })
    }

    /// A node.
    pub fn node(&self, reference: Reference) -> Result<(Pubkey, Node), Failure> {
        let address = self.node_at(reference)?;
        Ok((address, self.must(&address, "node")?))
    }

    /// An order by its address, or by the signer's number for it.
    pub fn order(&self, reference: Reference) -> Result<(Pubkey, Order), Failure> {
        let address = match reference {
            Reference::Address(address) => address,
            Reference::Number(number) => order_address(&self.me()?, number),
        };
        Ok((address, self.must(&address, "order")?))
    }

    /// Base units in a wallet's associated token account.
    pub fn balance(&self, wallet: &Pubkey, currency: Currency) -> Result<u64, Failure> {
        let account = self.chain.account(&associated_address(wallet, &mint(currency)))?;
        Ok(token_amount(account.as_ref()).unwrap_or_default())
    }

    /// # Errors
    /// Unless the signer's wallet has this much.
    pub fn must_have(&self, amount: u64, currency: Currency) -> Result<(), Failure> {
        let me = self.me()?;
        let has = self.balance(&me, currency)?;
        if has >= amount {
            return Ok(());
        }
        let message =
            format!("The wallet {me} has {}, less than {}.", show(has, currency), show(amount, currency));
        Err(Failure::new(Exit::Funds, message))
    }

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

    /// Sends transactions of one instruction each without waiting for any: what they do shows whether they landed.
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

    /// Lamports with which an account of `bytes` is exempt from rent.
    pub fn rent(&self, bytes: usize) -> Result<u64, Failure> {
        let account = self.chain.account(&RENT)?;
        let figures = account.as_ref().and_then(|account| account.data.first_chunk::<16>());
        let Some([price @ .., _, _, _, _, _, _, _, _]) = figures else {
            return Err(Failure::new(Exit::NotThere, "The cluster has no rent: it is no Solana cluster."));
        };
        let years = figures.and_then(|figures| figures.last_chunk()).copied().map_or(2.0, f64::from_le_bytes);
        let yearly = u64::from_le_bytes(*price).saturating_mul(ACCOUNT_OVERHEAD.saturating_add(bytes as u64));
        Ok((yearly as f64 * years) as u64)
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

/// An amount with its currency.
pub fn show(base_units: u64, currency: Currency) -> String {
    match currency {
        Currency::Io => format!("{} IO", amount::io(base_units)),
        Currency::Usdc => format!("{} USDC", amount::usdc(base_units)),
    }
}

/// The name of a currency for machines.
pub fn name(currency: Currency) -> &'static str {
    match currency {
        Currency::Io => "IO",
        Currency::Usdc => "USDC",
    }
}

/// Lamports as SOL.
pub fn sol(lamports: u64) -> String {
    format!("{}.{:09}", lamports / 1_000_000_000, lamports % 1_000_000_000)
}

fn once(
    cell: &OnceCell<Keypair>,
    load: impl FnOnce() -> Result<Keypair, Failure>,
) -> Result<&Keypair, Failure> {
    if cell.get().is_none() {
        // Just found empty.
        let _ = cell.set(load()?);
    }
    cell.get().ok_or_else(|| Failure::new(Exit::Key, "The key was lost."))
}

fn load(path: &Path, option: &str) -> Result<Keypair, Failure> {
    read_keypair_file(path).map_err(|_| {
        let message = format!("Cannot read a key from {}.", path.display());
        Failure::new(Exit::Key, message)
            .hint(format!("Create one with `solana-keygen new`, or name another file with {option}."))
    })
}

/// A URL without what may be a key.
pub fn host(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    if scheme.is_empty() {
        host.to_owned()
    } else {
        format!("{scheme}://{host}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_a_url_are_not_shown() {
        assert_eq!(host("https://user:secret@rpc.example.com/v1/key?api=1"), "https://rpc.example.com");
        assert_eq!(host("http://localhost:8899"), "http://localhost:8899");
    }

    #[test]
    fn lamports_read_as_sol() {
        assert_eq!(sol(5_000), "0.000005000");
        assert_eq!(sol(12_000_000_000), "12.000000000");
    }
}
