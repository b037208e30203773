//! What a transaction did, or why it was refused.

use {
    anchor_lang::{prelude::Pubkey, AnchorDeserialize, Discriminator, Event},
    litesvm::types::{FailedTransactionMetadata, TransactionMetadata},
    solana_instruction_error::InstructionError,
    solana_transaction_error::TransactionError,
    std::fmt,
};

/// A transaction's fate.
pub type Outcome = Result<Receipt, Failure>;

/// What an accepted transaction did.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Compute units of the whole transaction.
    pub compute_units: u64,
    /// Bytes of the transaction on the wire; a packet takes 1,232.
    pub bytes: usize,
    /// What the programs logged.
    pub logs: Vec<String>,
    /// What the last program returned.
    pub return_data: Vec<u8>,
}

impl Receipt {
    pub(crate) fn new(meta: TransactionMetadata, bytes: usize) -> Self {
        Self {
            compute_units: meta.compute_units_consumed,
            bytes,
            logs: meta.logs,
            return_data: meta.return_data.data,
        }
    }

    /// Compute units of a program that others called, with those of what it called.
    pub fn compute_units_of(&self, program: &Pubkey) -> u64 {
        let prefix = format!("Program {program} consumed ");
        let consumed = self.logs.iter().filter_map(|line| line.strip_prefix(&prefix)?.split(' ').next());
        consumed.filter_map(|units| units.parse::<u64>().ok()).sum()
    }

    /// The events of one type, in order.
    pub fn events<E: Event + Discriminator + AnchorDeserialize>(&self) -> Vec<E> {
        self.logged().filter_map(|bytes| event(&bytes)).collect()
    }

    /// The bytes of the events of all types, in order.
    pub(crate) fn logged(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        use anchor_lang::__private::base64::{engine::general_purpose::STANDARD, Engine as _};
        let data = self.logs.iter().filter_map(|line| line.strip_prefix("Program data: "));
        data.filter_map(|data| STANDARD.decode(data).ok())
    }
}

/// An event of this type, if that is what was logged.
pub(crate) fn event<E: Event + Discriminator + AnchorDeserialize>(bytes: &[u8]) -> Option<E> {
    E::deserialize(&mut bytes.strip_prefix(E::DISCRIMINATOR)?).ok()
}

/// Why a transaction was refused.
#[derive(Clone)]
pub struct Failure {
    /// The runtime's error.
    pub error: TransactionError,
    /// What the programs logged.
    pub logs: Vec<String>,
}

impl Failure {
    pub(crate) fn new(failed: FailedTransactionMetadata) -> Self {
        Self { error: failed.err, logs: failed.meta.logs }
    }

    /// The program's own error number, if a program refused.
    pub fn code(&self) -> Option<u32> {
        match self.error {
            TransactionError::InstructionError(_, InstructionError::Custom(code)) => Some(code),
            _ => None,
        }
    }

    /// The error by the name that a program gave it, or as the runtime has it.
    pub fn reason(&self) -> String {
        let name = |line: &String| Some(line.split_once("Error Code: ")?.1.split_once('.')?.0.to_owned());
        self.logs.iter().find_map(name).unwrap_or_else(|| format!("{:?}", self.error))
    }

    /// Whether a program gave this error by its name: numbers of different programs are the same.
    pub fn says(&self, error: impl fmt::Debug) -> bool {
        self.reason() == format!("{error:?}")
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:?}", self.error)?;
        self.logs.iter().try_for_each(|line| writeln!(f, "    {line}"))
    }
}
