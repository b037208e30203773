//! Where an order's money can go: a payee's token account, or a place that waits for the payee.

use {
    crate::{Chain, Fault},
    io_client::{
        addresses::external::TOKEN_PROGRAM,
        orders::{self, due_address, mint, Currency},
        token::associated_address,
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    spl_token_interface::state::{Account as TokenAccount, AccountState},
};

/// Places for money that accounts cannot take: those to open first, and those to pass.
#[derive(Debug, Default)]
pub struct Dues {
    /// Calls for the same transaction, before the one that delivers.
    pub open: Vec<Instruction>,
    /// What to pass to it.
    pub pass: [Option<Pubkey>; 2],
}

impl Dues {
    /// What a delivery to `payees` needs. `opener` pays the rent of a place, and gets it back when the payee takes the
    /// money.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn of(
        chain: &dyn Chain,
        opener: &Pubkey,
        currency: Currency,
        payees: &[Pubkey],
    ) -> Result<Self, Fault> {
        let mint = mint(currency);
        let vault = orders::vault(currency);
        let addresses: Vec<Pubkey> = std::iter::once(vault)
            .chain(
                payees
                    .iter()
                    .flat_map(|payee| [associated_address(payee, &mint), due_address(payee, currency)]),
            )
            .collect();
        let accounts = chain.accounts(&addresses)?;
        let frozen = token(accounts.first().and_then(Option::as_ref))
            .is_some_and(|vault| vault.state == AccountState::Frozen);
        let mut dues = Self::default();
        let mut places = dues.pass.iter_mut();
        for (i, payee) in payees.iter().enumerate() {
            let account = accounts.get(1 + 2 * i).and_then(Option::as_ref);
            let place = accounts.get(2 + 2 * i).and_then(Option::as_ref);
            if takes(account, &mint, payee) && !frozen {
                continue;
            }
            if place.is_none_or(|place| place.data.is_empty()) {
                dues.open.push(orders::open_due(opener, payee, currency));
            }
            if let Some(slot) = places.next() {
                *slot = Some(due_address(payee, currency));
            }
        }
        Ok(dues)
    }
}

/// Whether a transfer of `mint` to this account of `owner` succeeds.
pub fn takes(account: Option<&Account>, mint: &Pubkey, owner: &Pubkey) -> bool {
    token(account).is_some_and(|account| {
        account.mint == *mint && account.owner == *owner && account.state == AccountState::Initialized
    })
}

/// Base units in a token account; none if it is no token account.
pub fn token_amount(account: Option<&Account>) -> Option<u64> {
    token(account).map(|account| account.amount)
}

fn token(account: Option<&Account>) -> Option<TokenAccount> {
    let account = account.filter(|account| account.owner == TOKEN_PROGRAM)?;
    TokenAccount::unpack(&account.data).ok()
}
