//! What a transaction did, or why it was refused.

use {
    anchor_lang::{prelude::Pubkey, AnchorDeserialize, Discriminator, Event},
    io_addresses::Program,
    io_client::logs::emitted,
    litesvm::types::{FailedTransactionMetadata, TransactionMetadata},
    solana_instruction::{AccountMeta, Instruction},
    solana_instruction_error::InstructionError,
    solana_transaction_error::TransactionError,
    std::{any::type_name, fmt},
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
    /// The calls that programs made, in order. Who signed and what was writable is not recorded.
    pub inner: Vec<Instruction>,
}

impl Receipt {
    pub(crate) fn new(meta: TransactionMetadata, accounts: &[AccountMeta], bytes: usize) -> Self {
        let key = |index: &u8| accounts[usize::from(*index)].pubkey;
        let inner = meta.inner_instructions.iter().flatten().map(|inner| &inner.instruction);
        let inner = inner.map(|call| Instruction {
            program_id: key(&call.program_id_index),
            accounts: call
                .accounts
                .iter()
                .map(|index| AccountMeta::new_readonly(key(index), false))
                .collect(),
            data: call.data.clone(),
        });
        Self {
            inner: inner.collect(),
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

    /// The events of one type that programs of the suite emitted, in order.
    pub fn events<E: Event + Discriminator + AnchorDeserialize>(&self) -> Vec<E> {
        self.logged().filter_map(|logged| event(&logged)).collect()
    }

    /// The events of all types that programs of the suite emitted, in order.
    pub(crate) fn logged(&self) -> impl Iterator<Item = Logged> + '_ {
        use anchor_lang::__private::base64::{engine::general_purpose::STANDARD, Engine as _};
        emitted(&self.logs)
            .filter_map(|(program, data)| Some(Logged { program, data: STANDARD.decode(data).ok()? }))
    }
}

/// What a program of the suite logged as data.
pub(crate) struct Logged {
    program: &'static Program,
    data: Vec<u8>,
}

/// An event of this type, if that is what was logged. Programs have events of the same name, whose
/// first bytes are the same: whose it is tells the crate of its type.
pub(crate) fn event<E: Event + Discriminator + AnchorDeserialize>(logged: &Logged) -> Option<E> {
    let ours = type_name::<E>().split("::").next() == Some(logged.program.name);
    let mut fields = logged.data.strip_prefix(E::DISCRIMINATOR).filter(|_| ours)?;
    E::deserialize(&mut fields).ok()
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

    /// The program that refused: the innermost, if several called each other.
    pub fn program(&self) -> Option<Pubkey> {
        let failed = |line: &String| line.strip_prefix("Program ")?.split_once(" failed: ")?.0.parse().ok();
        self.logs.iter().find_map(failed)
    }

    /// The error by the name that a program gave it, or as the runtime has it.
    pub fn reason(&self) -> String {
        let name = |line: &String| Some(line.split_once("Error Code: ")?.1.split_once('.')?.0.to_owned());
        self.logs.iter().find_map(name).unwrap_or_else(|| match &self.error {
            TransactionError::InstructionError(_, error) => format!("{error:?}"),
            error => format!("{error:?}"),
        })
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

#[cfg(test)]
mod tests {
    use {super::*, io_addresses::buyback, io_client::buyback::events::Burned, std::slice};

    fn events(lines: &[String]) -> usize {
        let receipt =
            Receipt { compute_units: 0, bytes: 0, logs: lines.to_vec(), return_data: vec![], inner: vec![] };
        receipt.events::<Burned>().len()
    }

    /// An event counts if a program of the suite is running, whoever called it and whatever it
    /// calls.
    #[test]
    fn an_event_is_its_programs_own() {
        use anchor_lang::__private::base64::{engine::general_purpose::STANDARD, Engine as _};
        let (ours, other) = (buyback::ID, Pubkey::new_from_array([7; 32]));
        let data = format!("Program data: {}", STANDARD.encode(Burned { io: 1 }.data()));
        let invoke = |program: &Pubkey, depth: u8| format!("Program {program} invoke [{depth}]");
        let success = |program: &Pubkey| format!("Program {program} success");
        let said = |words: &str| format!("Program log: {words}");
        let emitted = data.clone();

        assert_eq!(events(&[invoke(&ours, 1), emitted.clone(), success(&ours)]), 1);
        assert_eq!(events(&[invoke(&other, 1), emitted.clone(), success(&other)]), 0);
        let called = [invoke(&other, 1), invoke(&ours, 2), emitted.clone(), success(&ours), emitted.clone()];
        assert_eq!(events(&called), 1, "our own, and not what its caller forges");
        let calls = [invoke(&ours, 1), invoke(&other, 2), emitted.clone(), success(&other), emitted.clone()];
        assert_eq!(events(&calls), 1, "our own, and not what it calls forges");
        // Words of a program are none of the runtime's.
        let words = [said(&invoke(&ours, 1)), said("invoke [1]"), said("success"), said(&data)];
        assert_eq!(events(&[&[invoke(&other, 1)][..], &words, slice::from_ref(&emitted)].concat()), 0);
        assert_eq!(events(&[&[invoke(&ours, 1)][..], &words, &[emitted]].concat()), 1);
    }
}
