//! Errors of the client as faults, in a line and without the URL, which may hold a key.

use {
    super::http::HttpFailure,
    crate::{Fault, Refusal},
    reqwest::StatusCode,
    solana_rpc_client_api::{
        client_error::{Error, ErrorKind},
        request::{RpcError, RpcResponseErrorData},
    },
    solana_transaction::versioned::VersionedTransaction,
    solana_transaction_error::TransactionError,
    std::{error, io},
};

/// From here down to -32,602 JSON-RPC says that the request itself is wrong: it will be so again.
const INVALID_REQUEST: i64 = -32_600;
const INVALID_PARAMS: i64 = -32_602;

/// The system's numbers for "too many open files", of this process and of the machine, and for "no
/// memory".
const OUT_OF: [(i32, &str); 3] = [
    (24, "this process has too many open files: raise its limit (`ulimit -n`, LimitNOFILE of systemd)"),
    (23, "this machine has too many open files: close some, or raise fs.file-max"),
    (12, "this machine is out of memory"),
];

/// Whether the node has answered, though with an error.
pub fn is_answer(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::RpcError(RpcError::RpcResponseError { .. }))
}

/// The fault of a call about a transaction: its refusal, if that is what it is.
pub fn fault(error: Error, transaction: &VersionedTransaction) -> Fault {
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

/// The fault of any call.
pub fn unreachable(error: Error) -> Fault {
    match error.kind() {
        ErrorKind::RpcError(RpcError::RpcResponseError {
            code: INVALID_PARAMS..=INVALID_REQUEST,
            message,
            ..
        }) => Fault::Unreadable(format!("the cluster does not take the request: {message}")),
        ErrorKind::RpcError(RpcError::RpcResponseError { code, message, .. }) => {
            Fault::Unreachable(format!("{message} ({code})"))
        }
        ErrorKind::Middleware(cause) => match cause.downcast_ref::<HttpFailure>() {
            Some(failure) => http(failure),
            None => Fault::Unreachable(one_line(&cause.to_string())),
        },
        ErrorKind::Reqwest(error) => request(error),
        ErrorKind::Io(error) => local(error).unwrap_or_else(|| Fault::Unreachable(error.to_string())),
        other => Fault::Unreachable(one_line(&other.to_string())),
    }
}

fn http(failure: &HttpFailure) -> Fault {
    let why = failure.to_string();
    match failure.status {
        StatusCode::TOO_MANY_REQUESTS => Fault::Busy { why, wait: failure.wait },
        StatusCode::REQUEST_TIMEOUT => Fault::Unreachable(why),
        status if status.is_client_error() => Fault::Denied(why),
        StatusCode::SERVICE_UNAVAILABLE if failure.wait.is_some() => Fault::Busy { why, wait: failure.wait },
        _ => Fault::Unreachable(why),
    }
}

fn request(error: &reqwest::Error) -> Fault {
    if let Some(fault) = causes(error).find_map(local) {
        return fault;
    }
    Fault::Unreachable(if error.is_timeout() {
        "it took too long".to_owned()
    } else if error.is_connect() {
        "no connection".to_owned()
    } else if error.is_builder() {
        "the URL is none of a cluster: check it".to_owned()
    } else if error.is_decode() {
        "the answer is no JSON-RPC: check the URL".to_owned()
    } else {
        "the request failed".to_owned()
    })
}

/// The errors of the system among the causes.
fn causes<'a>(error: &'a (dyn error::Error + 'static)) -> impl Iterator<Item = &'a io::Error> {
    std::iter::successors(Some(error), |error| (*error).source())
        .filter_map(|error| error.downcast_ref::<io::Error>())
}

fn local(error: &io::Error) -> Option<Fault> {
    let number = error.raw_os_error()?;
    let (_, what) = OUT_OF.iter().find(|(out_of, _)| *out_of == number)?;
    Some(Fault::Local((*what).to_owned()))
}

fn one_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use {super::*, std::fmt};

    /// An error as a client's layers wrap it.
    #[derive(Debug)]
    struct Layer(io::Error);

    impl fmt::Display for Layer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("error trying to connect")
        }
    }

    impl error::Error for Layer {
        fn source(&self) -> Option<&(dyn error::Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_fault_of_this_machine_is_named_as_one() {
        for (number, word) in [(24, "ulimit -n"), (23, "fs.file-max"), (12, "out of memory")] {
            let wrapped = Layer(io::Error::from_raw_os_error(number));
            let fault = causes(&wrapped).find_map(local).unwrap();
            assert!(matches!(fault, Fault::Local(_)) && fault.to_string().contains(word), "{fault}");
        }
        // Refused by the other side.
        assert!(local(&io::Error::from_raw_os_error(111)).is_none());
    }
}
