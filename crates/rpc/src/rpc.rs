//! A cluster behind JSON-RPC.

use {
    crate::{Blockhash, Chain, Fault, Filter, Height, Refusal, Seen, Simulation},
    solana_account::Account,
    solana_account_decoder_client_types::UiAccountEncoding,
    solana_commitment_config::CommitmentConfig,
    solana_pubkey::Pubkey,
    solana_rpc_client::rpc_client::RpcClient,
    solana_rpc_client_api::{
        client_error::{Error, ErrorKind},
        config::{
            RpcAccountInfoConfig, RpcProgramAccountsConfig, RpcSendTransactionConfig,
            RpcSimulateTransactionConfig,
        },
        filter::{Memcmp, RpcFilterType},
        request::{RpcError, RpcResponseErrorData},
        response::Response,
    },
    solana_signature::Signature,
    solana_transaction::Transaction,
    solana_transaction_error::TransactionError,
    solana_transaction_status_client_types::TransactionStatus,
    std::time::Duration,
};

/// getMultipleAccounts takes no more addresses.
const ADDRESSES: usize = 100;
/// getRecentPrioritizationFees takes no more addresses.
const FEE_ACCOUNTS: usize = 128;

/// A cluster behind JSON-RPC. Sees what is confirmed.
pub struct RpcChain {
    client: RpcClient,
}

impl RpcChain {
    /// The cluster at `url`; a call that takes longer than `timeout` fails.
    pub fn new(url: &str, timeout: Duration) -> Self {
        let commitment = CommitmentConfig::confirmed();
        Self { client: RpcClient::new_with_timeout_and_commitment(url, timeout, commitment) }
    }
}

impl Chain for RpcChain {
    fn accounts(&self, addresses: &[Pubkey]) -> Result<Vec<Option<Account>>, Fault> {
        let mut accounts = Vec::with_capacity(addresses.len());
        for chunk in addresses.chunks(ADDRESSES) {
            let answer = self.client.get_multiple_accounts_with_commitment(chunk, self.client.commitment());
            let answer = answer.map_err(unreachable)?.value;
            if answer.len() != chunk.len() {
                return Err(Fault::Unreachable("it answered for other accounts than were asked for".into()));
            }
            accounts.extend(answer);
        }
        Ok(accounts)
    }

    fn program_accounts(
        &self,
        program: &Pubkey,
        filters: &[Filter],
    ) -> Result<Vec<(Pubkey, Account)>, Fault> {
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
            ..RpcProgramAccountsConfig::default()
        };
        let accounts =
            self.client.get_program_ui_accounts_with_config(program, config).map_err(unreachable)?;
        let read =
            accounts.into_iter().filter_map(|(address, account)| Some((address, account.to_account()?)));
        // Filters are the server's word; the programs' accounts are looked at again.
        Ok(read.filter(|(_, account)| filters.iter().all(|filter| filter.passes(&account.data))).collect())
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

    fn simulate(&self, transaction: &Transaction) -> Result<Simulation, Fault> {
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

    fn send(&self, transaction: &Transaction) -> Result<Signature, Fault> {
        let config = RpcSendTransactionConfig {
            // It was simulated; a node that lags would refuse what the others take.
            skip_preflight: true,
            preflight_commitment: Some(self.client.commitment().commitment),
            max_retries: Some(0),
            ..RpcSendTransactionConfig::default()
        };
        let sent = self.client.send_transaction_with_config(transaction, config);
        sent.map_err(|error| fault(error, transaction))
    }

    fn status(&self, signature: &Signature) -> Result<Seen, Fault> {
        let answer = self.client.get_signature_statuses(&[*signature]).map_err(unreachable)?;
        Ok(self.seen(answer))
    }

    fn history(&self, signature: &Signature) -> Result<Seen, Fault> {
        match self.client.get_signature_statuses_with_history(&[*signature]) {
            Ok(answer) => Ok(self.seen(answer)),
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
}

impl RpcChain {
    /// What is confirmed of an answer for one transaction.
    fn seen(&self, answer: Response<Vec<Option<TransactionStatus>>>) -> Seen {
        let status = answer.value.into_iter().next().flatten();
        let known = status.is_some();
        let confirmed = status.filter(|status| status.satisfies_commitment(self.client.commitment()));
        let pending = known && confirmed.is_none();
        Seen { slot: answer.context.slot, outcome: confirmed.map(|status| status.status), pending }
    }
}

/// Whether the node has answered, though with an error.
fn is_answer(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::RpcError(RpcError::RpcResponseError { .. }))
}

fn fault(error: Error, transaction: &Transaction) -> Fault {
    let refused = |cause, logs| match cause {
        // By a node that simulates what it is sent: it does not know the blockhash yet, or any
        // more.
        TransactionError::BlockhashNotFound => Fault::Expired,
        cause => Refusal::new(cause, logs, transaction).into(),
    };
    let ErrorKind::RpcError(RpcError::RpcResponseError {
        data: RpcResponseErrorData::SendTransactionPreflightFailure(result),
        ..
    }) = error.kind()
    else {
        return match error.get_transaction_error() {
            Some(cause) => refused(cause, Vec::new()),
            None => unreachable(error),
        };
    };
    match &result.err {
        Some(cause) => refused(cause.clone().into(), result.logs.clone().unwrap_or_default()),
        None => unreachable(error),
    }
}

/// From here down to -32,602 JSON-RPC says that the request itself is wrong: it will be so again.
const INVALID_REQUEST: i64 = -32_600;
const INVALID_PARAMS: i64 = -32_602;

/// One line, without the URL: it may hold a key.
fn unreachable(error: Error) -> Fault {
    if let ErrorKind::RpcError(RpcError::RpcResponseError {
        code: INVALID_PARAMS..=INVALID_REQUEST,
        message,
        ..
    }) = error.kind()
    {
        return Fault::Unreadable(format!("the cluster does not take the request: {message}"));
    }
    let why = match error.kind() {
        ErrorKind::Reqwest(error) if error.is_timeout() => "it took too long".to_owned(),
        ErrorKind::Reqwest(error) if error.is_connect() => "no connection".to_owned(),
        ErrorKind::Reqwest(error) => match error.status() {
            Some(status) => format!("HTTP {status}"),
            None => "the request failed".to_owned(),
        },
        ErrorKind::RpcError(RpcError::RpcResponseError { code, message, .. }) => {
            format!("{message} ({code})")
        }
        ErrorKind::Middleware(_) => "no connection".to_owned(),
        other => other.to_string().lines().next().unwrap_or_default().to_owned(),
    };
    Fault::Unreachable(why)
}
