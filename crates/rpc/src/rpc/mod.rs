//! A cluster behind JSON-RPC.

mod errors;
mod http;

use {
    crate::{Accounts, At, Blockhash, Chain, Fault, Filter, Height, Seen, Simulation},
    errors::{fault, is_answer, unreachable},
    http::Told,
    serde_json::json,
    solana_account::Account,
    solana_account_decoder_client_types::UiAccountEncoding,
    solana_commitment_config::CommitmentConfig,
    solana_hash::Hash,
    solana_pubkey::Pubkey,
    solana_rpc_client::{
        http_sender::HttpSender,
        rpc_client::{RpcClient, RpcClientConfig},
    },
    solana_rpc_client_api::{
        config::{
            RpcAccountInfoConfig, RpcProgramAccountsConfig, RpcSendTransactionConfig,
            RpcSimulateTransactionConfig,
        },
        filter::{Memcmp, RpcFilterType},
        request::RpcRequest,
        response::{Response, RpcKeyedAccount},
    },
    solana_signature::Signature,
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    solana_transaction_status_client_types::TransactionStatus,
    std::time::Duration,
};

/// getMultipleAccounts takes no more addresses.
const ADDRESSES: usize = 100;
/// getRecentPrioritizationFees takes no more addresses.
const FEE_ACCOUNTS: usize = 128;
/// getSignatureStatuses takes no more signatures.
const SIGNATURES: usize = 256;

/// A cluster behind JSON-RPC. Sees what is confirmed.
pub struct RpcChain {
    client: RpcClient,
}

impl RpcChain {
    /// The cluster at `url`; a call that takes longer than `timeout` fails.
    ///
    /// # Errors
    /// If this machine cannot make a client: of certificates or file descriptors it has none.
    pub fn new(url: &str, timeout: Duration) -> Result<Self, Fault> {
        let client = reqwest::Client::builder()
            .default_headers(HttpSender::default_headers())
            .timeout(timeout)
            .pool_idle_timeout(timeout)
            .build()
            .map_err(|error| Fault::Local(format!("this machine makes no HTTP client: {error}")))?;
        let client = reqwest_middleware::ClientBuilder::new(client).with(Told).build();
        let sender = HttpSender::new_with_client_with_middleware(url, client);
        let config = RpcClientConfig::with_commitment(CommitmentConfig::confirmed());
        Ok(Self { client: RpcClient::new_sender(sender, config) })
    }
}

impl Chain for RpcChain {
    fn accounts_at(&self, addresses: &[Pubkey]) -> Result<At<Vec<Option<Account>>>, Fault> {
        let mut all = At { slot: u64::MAX, value: Vec::with_capacity(addresses.len()) };
        for chunk in addresses.chunks(ADDRESSES) {
            let answer = self.client.get_multiple_accounts_with_commitment(chunk, self.client.commitment());
            let answer = answer.map_err(unreachable)?;
            if answer.value.len() != chunk.len() {
                return Err(Fault::Unreachable("it answered for other accounts than were asked for".into()));
            }
            all.slot = all.slot.min(answer.context.slot);
            all.value.extend(answer.value);
        }
        Ok(all)
    }

    fn program_accounts_at(&self, program: &Pubkey, filters: &[Filter]) -> Result<At<Accounts>, Fault> {
        let wire = filters.iter().map(|filter| match filter {
            Filter::Size(size) => RpcFilterType::DataSize(*size as u64),
            Filter::Bytes(at, bytes) => RpcFilterType::Memcmp(Memcmp::new_base58_encoded(*at, bytes)),
        });
        let config = RpcProgramAccountsConfig {
            filters: Some(wire.collect()),
            account_config: RpcAccountInfoConfig {
                encoding: Some(UiAccountEncoding::Base64),
                commitment: Some(self.client.commitment()),
                ..RpcAccountInfoConfig::default()
            },
            with_context: Some(true),
            ..RpcProgramAccountsConfig::default()
        };
        let params = json!([program.to_string(), config]);
        let answer: Response<Vec<RpcKeyedAccount>> =
            self.client.send(RpcRequest::GetProgramAccounts, params).map_err(unreachable)?;
        let read = answer.value.into_iter().filter_map(|RpcKeyedAccount { pubkey, account }| {
            Some((pubkey.parse().ok()?, account.to_account()?))
        });
        // Filters are the server's word; the programs' accounts are looked at again.
        let value: Accounts =
            read.filter(|(_, account)| filters.iter().all(|filter| filter.passes(&account.data))).collect();
        Ok(At { slot: answer.context.slot, value })
    }

    fn latest_blockhash(&self) -> Result<Blockhash, Fault> {
        let latest = self.client.get_latest_blockhash_with_commitment(self.client.commitment());
        let (hash, last_block) = latest.map_err(unreachable)?;
        Ok(Blockhash { hash, last_block })
    }

    fn height(&self) -> Result<Height, Fault> {
        let info = self.client.get_epoch_info().map_err(unreachable)?;
        Ok(Height { slot: info.absolute_slot, block: info.block_height })
    }

    fn simulate(&self, transaction: &VersionedTransaction) -> Result<Simulation, Fault> {
        let config = RpcSimulateTransactionConfig {
            sig_verify: false,
            replace_recent_blockhash: true,
            commitment: Some(self.client.commitment()),
            ..RpcSimulateTransactionConfig::default()
        };
        let answer = self.client.simulate_transaction_with_config(transaction, config);
        let answer = answer.map_err(|error| fault(error, transaction))?.value;
        Ok(Simulation {
            error: answer.err.map(Into::into),
            compute_units: answer.units_consumed.unwrap_or_default(),
            logs: answer.logs.unwrap_or_default(),
        })
    }

    fn send(&self, transaction: &VersionedTransaction) -> Result<Signature, Fault> {
        let config = RpcSendTransactionConfig {
            // It was simulated; a node that lags would refuse what the others take.
            skip_preflight: true,
            preflight_commitment: Some(self.client.commitment().commitment),
            max_retries: Some(0),
            ..RpcSendTransactionConfig::default()
        };
        match self.client.send_transaction_with_config(transaction, config) {
            Ok(signature) => Ok(signature),
            // It has landed before: there is nothing left to send.
            Err(error) if error.get_transaction_error() == Some(TransactionError::AlreadyProcessed) => {
                Ok(transaction.signatures.first().copied().unwrap_or_default())
            }
            Err(error) => Err(fault(error, transaction)),
        }
    }

    fn statuses(&self, signatures: &[Signature]) -> Result<Vec<Seen>, Fault> {
        let mut all = Vec::with_capacity(signatures.len());
        for chunk in signatures.chunks(SIGNATURES) {
            let answer = self.client.get_signature_statuses(chunk).map_err(unreachable)?;
            if answer.value.len() != chunk.len() {
                return Err(Fault::Unreachable(
                    "it answered for other transactions than were asked for".into(),
                ));
            }
            let slot = answer.context.slot;
            all.extend(answer.value.into_iter().map(|status| self.seen(slot, status)));
        }
        Ok(all)
    }

    fn history(&self, signature: &Signature) -> Result<Seen, Fault> {
        match self.client.get_signature_statuses_with_history(&[*signature]) {
            Ok(answer) => Ok(self.seen(answer.context.slot, answer.value.into_iter().next().flatten())),
            // A node that keeps no history still knows the last minutes.
            Err(error) if is_answer(&error) => self.status(signature),
            Err(error) => Err(unreachable(error)),
        }
    }

    fn recent_fees(&self, accounts: &[Pubkey]) -> Result<Vec<u64>, Fault> {
        let accounts = accounts.get(..FEE_ACCOUNTS).unwrap_or(accounts);
        let slots = self.client.get_recent_prioritization_fees(accounts).map_err(unreachable)?;
        Ok(slots.iter().map(|slot| slot.prioritization_fee).collect())
    }

    fn genesis_hash(&self) -> Result<Hash, Fault> {
        self.client.get_genesis_hash().map_err(unreachable)
    }
}

impl RpcChain {
    /// What is confirmed of a status.
    fn seen(&self, slot: u64, status: Option<TransactionStatus>) -> Seen {
        let known = status.is_some();
        let confirmed = status.filter(|status| status.satisfies_commitment(self.client.commitment()));
        let pending = known && confirmed.is_none();
        Seen { slot, outcome: confirmed.map(|status| status.status), pending }
    }
}
