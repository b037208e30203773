//! The error that a transaction must be refused with. Every program of the suite counts its own
//! errors from the same number, so that a number alone does not tell whose it is.

use {
    crate::{Failure, World},
    anchor_lang::{error::ERROR_CODE_OFFSET, prelude::Pubkey},
    io_addresses::PROGRAMS,
    io_client::{
        airdrop::AirdropError, buyback::BuybackError, emission::EmissionError, orders::OrdersError,
        staking::StakingError, vesting::VestingError,
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
    std::any::type_name,
};

/// An error of a program of the suite, or a number of the runtime's, Anchor's or the token
/// program's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    code: u32,
    /// Whose error it is; none for a number that means the same everywhere.
    program: Option<Pubkey>,
}

impl Refusal {
    /// Whether it is why a transaction failed.
    pub fn is(&self, failure: &Failure) -> bool {
        failure.code() == Some(self.code) && (self.program.is_none() || self.program == failure.program())
    }

    /// An error of the program in whose crate its type is.
    fn of<E: Into<u32>>(error: E) -> Self {
        let library = type_name::<E>().split("::").next().unwrap_or_default();
        let program = PROGRAMS.iter().find(|program| program.name == library);
        let program = program.unwrap_or_else(|| panic!("{library} is no program of the suite"));
        Self { code: error.into(), program: Some(program.id) }
    }
}

/// # Panics
/// If it is a number that several programs use: pass the error itself.
impl From<u32> for Refusal {
    fn from(code: u32) -> Self {
        assert!(code < ERROR_CODE_OFFSET, "{code} is an error of any program: name it");
        Self { code, program: None }
    }
}

/// Errors of the suite's programs.
macro_rules! errors {
    ($($error:ty),*) => {
        $(
            impl From<$error> for Refusal {
                fn from(error: $error) -> Self {
                    Self::of(error)
                }
            }
        )*
    };
}

errors!(EmissionError, StakingError, OrdersError, BuybackError, VestingError, AirdropError);

impl World {
    /// Sends one transaction that must be refused with `error`, and that must leave every account
    /// it names as it was.
    ///
    /// # Panics
    /// If it is accepted, refused for another reason, or leaves a trace.
    #[track_caller]
    pub fn refused(
        &mut self,
        instructions: &[Instruction],
        signers: &[&Keypair],
        error: impl Into<Refusal>,
    ) -> Failure {
        let named: Vec<Pubkey> =
            instructions.iter().flat_map(|ix| ix.accounts.iter().map(|meta| meta.pubkey)).collect();
        let payer = self.payer.pubkey();
        let look = |world: &Self| -> Vec<Option<Account>> {
            named.iter().filter(|key| **key != payer).map(|key| world.svm.get_account(key)).collect()
        };
        let before = look(self);
        let failure = match self.send(instructions, signers) {
            Ok(receipt) => panic!("accepted: {:#?}", receipt.logs),
            Err(failure) => failure,
        };
        let error = error.into();
        assert!(error.is(&failure), "refused for another reason than {error:?}: {failure:?}");
        assert!(before == look(self), "a refused transaction left a trace");
        failure
    }
}
