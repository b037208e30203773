//! What wallets do over RPC: read, send, wait.

use {
    anyhow::{anyhow, bail, Context, Result},
    io_client::{hex, AccountDeserialize, Discriminator, Owner},
    serde_json::{json, Value},
    solana_commitment_config::CommitmentConfig,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_message::Message,
    solana_pubkey::Pubkey,
    solana_rpc_client::rpc_client::RpcClient,
    solana_rpc_client_api::{
        config::{
            RpcAccountInfoConfig, RpcProgramAccountsConfig, RpcSendTransactionConfig, UiAccountEncoding,
        },
        filter::{Memcmp, RpcFilterType},
        request::RpcRequest,
    },
    solana_signer::Signer,
    solana_transaction::Transaction,
    std::{
        thread::sleep,
        time::{Duration, Instant},
    },
};

/// The Clock sysvar, whose last field is the Unix time.
const CLOCK: Pubkey = Pubkey::from_str_const("SysvarC1ock11111111111111111111111111111111");

/// How long a transaction may take to be processed.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection to a chain. It has one node, so that what is processed is settled.
pub struct Rpc(RpcClient);

impl Rpc {
    /// Connects to `url`.
    pub fn new(url: impl ToString) -> Self {
        Self(RpcClient::new_with_commitment(url, CommitmentConfig::processed()))
    }

    /// The connection, for what is not here.
    pub fn client(&self) -> &RpcClient {
        &self.0
    }

    /// The Unix time on chain.
    ///
    /// # Errors
    /// If the chain does not answer.
    pub fn now(&self) -> Result<i64> {
        let clock = self.0.get_account_data(&CLOCK).with_context(|| {
            format!("no chain answers at {}: is `cargo xtask localnet` running?", self.0.url())
        })?;
        let time = clock.last_chunk().context("the clock of the chain is not Solana's")?;
        Ok(i64::from_le_bytes(*time))
    }

    /// Sends one transaction, paid by `payer` and signed by it and `signers`, and waits until it is
    /// processed.
    ///
    /// # Errors
    /// If the chain refuses it: with the programs' own words.
    pub fn send(&self, instructions: &[Instruction], payer: &Keypair, signers: &[&Keypair]) -> Result<()> {
        let blockhash = self.0.get_latest_blockhash()?;
        let mut keys = vec![payer];
        keys.extend(signers.iter().filter(|key| key.pubkey() != payer.pubkey()));
        let message = Message::new(instructions, Some(&payer.pubkey()));
        let transaction = Transaction::new(&keys, message, blockhash);
        let config = RpcSendTransactionConfig {
            preflight_commitment: Some(CommitmentConfig::processed().commitment),
            ..RpcSendTransactionConfig::default()
        };
        let signature = match self.0.send_transaction_with_config(&transaction, config) {
            // Somebody with the same key has just sent the same.
            Err(error) if error.to_string().contains("already been processed") => transaction.signatures[0],
            sent => sent?,
        };
        let sent = Instant::now();
        while sent.elapsed() < PATIENCE {
            let status = self.0.get_signature_statuses(&[signature])?.value.remove(0);
            if let Some(status) = status {
                return status.status.map_err(|error| anyhow!("{signature}: {error}"));
            }
            sleep(Duration::from_millis(10));
        }
        bail!("{signature} was not processed within {} s", PATIENCE.as_secs());
    }

    /// An account of one of the programs.
    ///
    /// # Errors
    /// If there is none of this type.
    pub fn read<T: AccountDeserialize>(&self, address: &Pubkey) -> Result<T> {
        let data = self.0.get_account_data(address)?;
        T::try_deserialize(&mut &data[..]).with_context(|| address.to_string())
    }

    /// Every account of a type.
    ///
    /// # Errors
    /// If the chain does not answer.
    pub fn every<T: AccountDeserialize + Discriminator + Owner>(&self) -> Result<Vec<(Pubkey, T)>> {
        let config = RpcProgramAccountsConfig {
            filters: Some(vec![RpcFilterType::Memcmp(Memcmp::new_base58_encoded(0, T::DISCRIMINATOR))]),
            account_config: RpcAccountInfoConfig {
                encoding: Some(UiAccountEncoding::Base64),
                ..RpcAccountInfoConfig::default()
            },
            ..RpcProgramAccountsConfig::default()
        };
        let accounts = self.0.get_program_ui_accounts_with_config(&T::owner(), config)?;
        let read = |data: Option<Vec<u8>>| -> Result<T> {
            let data = data.context("the chain answers in another encoding than asked for")?;
            Ok(T::try_deserialize(&mut &data[..])?)
        };
        accounts.into_iter().map(|(address, account)| Ok((address, read(account.data.decode())?))).collect()
    }

    /// Writes an account, rent-exempt, past any program.
    ///
    /// # Errors
    /// If the chain is no local one.
    pub fn put(&self, address: &Pubkey, data: &[u8], owner: &Pubkey) -> Result<()> {
        let lamports = self.rent(data.len())?;
        let data = hex::encode(data);
        let account = json!({ "lamports": lamports, "data": data, "owner": owner.to_string() });
        let request = RpcRequest::Custom { method: "surfnet_setAccount" };
        self.0
            .send::<Value>(request, json!([address.to_string(), account]))
            .context("only a local network lets an account be written")?;
        Ok(())
    }

    /// Rent-exempt balance of an account with `bytes` of data, in lamports.
    ///
    /// # Errors
    /// If the chain does not answer.
    pub fn rent(&self, bytes: usize) -> Result<u64> {
        Ok(self.0.get_minimum_balance_for_rent_exemption(bytes)?)
    }

    /// Moves the chain's clock to a Unix time ahead, with the slots in between.
    ///
    /// # Errors
    /// If it is in the past, or the chain is no local one.
    pub fn move_clock(&self, unix_timestamp: i64) -> Result<()> {
        let request = RpcRequest::Custom { method: "surfnet_timeTravel" };
        let to = json!([{ "absoluteTimestamp": unix_timestamp * 1_000 }]);
        self.0.send::<Value>(request, to).context("only a local network can travel, and only ahead")?;
        Ok(())
    }
}
