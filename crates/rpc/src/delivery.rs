//! Where an order's money can go: a payee's token account, which is created if there is none and
//! whoever pays its rent agrees, or an unclaimed balance that waits for the payee.

use {
    crate::{Chain, Fault},
    io_client::{
        addresses::external::TOKEN_PROGRAM,
        orders::{self, mint, unclaimed_address, vault, Currency},
        token::{associated_address, create_associated},
    },
    solana_account::Account,
    solana_instruction::Instruction,
    solana_program_pack::Pack,
    solana_pubkey::Pubkey,
    spl_token_interface::state::{Account as TokenAccount, AccountState},
    std::collections::{BTreeSet, HashMap},
};

/// Owns every account that holds lamports alone.
const SYSTEM_PROGRAM: Pubkey = Pubkey::from_str_const("11111111111111111111111111111111");

/// Accounts for money that payees' token accounts cannot take: those to create or to open first,
/// and those to pass.
#[derive(Debug, Default)]
pub struct UnclaimedBalances {
    /// Calls for the same transaction, before the one that delivers.
    pub open: Vec<Instruction>,
    /// Payees whose token account these calls create: its rent does not come back.
    pub created: Vec<Pubkey>,
    /// What to pass to it.
    pub pass: [Option<Pubkey>; 2],
    /// The payees whose money will wait there.
    pub payees: Vec<Pubkey>,
}

/// Money of an order that is to be delivered.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// Its currency.
    pub currency: Currency,
    /// The wallets that get a part of it: two at most.
    pub payees: Vec<Pubkey>,
    /// Those of them whose token account is created if there is none. The payee may close it again
    /// and keep its rent.
    pub creates: Vec<Pubkey>,
}

impl UnclaimedBalances {
    /// What a delivery to `payees` needs, whose token accounts are created if there are none.
    /// `opener` pays the rent, and gets that of an unclaimed balance back when the payee has the
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
        let delivery = Delivery { currency, payees: payees.to_vec(), creates: payees.to_vec() };
        Ok(Self::each(chain, opener, &[delivery])?.pop().unwrap_or_default())
    }

    /// What each of some deliveries needs, as [`UnclaimedBalances::of`] says, by one look at the
    /// cluster.
    ///
    /// # Errors
    /// If the cluster does not answer.
    pub fn each(chain: &dyn Chain, opener: &Pubkey, deliveries: &[Delivery]) -> Result<Vec<Self>, Fault> {
        let addresses: BTreeSet<Pubkey> = deliveries.iter().flat_map(Delivery::accounts).collect();
        let addresses: Vec<Pubkey> = addresses.into_iter().collect();
        let found: HashMap<Pubkey, Option<Account>> =
            addresses.iter().copied().zip(chain.accounts(&addresses)?).collect();
        let at = |address: Pubkey| found.get(&address).and_then(Option::as_ref);
        Ok(deliveries.iter().map(|delivery| delivery.unclaimed_balances(opener, at)).collect())
    }
}

impl Delivery {
    /// What it depends on: the currency's vault, each payee's token account and unclaimed balance.
    pub fn accounts(&self) -> Vec<Pubkey> {
        let mint = mint(self.currency);
        let of = |payee| [associated_address(payee, &mint), unclaimed_address(payee, self.currency)];
        let vault = (!self.payees.is_empty()).then(|| vault(self.currency));
        vault.into_iter().chain(self.payees.iter().flat_map(of)).collect()
    }

    /// What it needs, by the accounts that were found.
    pub fn unclaimed_balances<'a>(
        &self,
        opener: &Pubkey,
        at: impl Fn(Pubkey) -> Option<&'a Account>,
    ) -> UnclaimedBalances {
        let (currency, mint) = (self.currency, mint(self.currency));
        let frozen =
            token_account(at(vault(currency))).is_some_and(|vault| vault.state == AccountState::Frozen);
        let mut unclaimed_balances = UnclaimedBalances::default();
        let mut places = unclaimed_balances.pass.iter_mut();
        for (i, payee) in self.payees.iter().enumerate() {
            // One account for both parts, where client and provider are the same.
            if self.payees.get(..i).is_some_and(|before| before.contains(payee)) {
                continue;
            }
            if takes(at(associated_address(payee, &mint)), &mint, payee) && !frozen {
                continue;
            }
            let creates = self.creates.contains(payee) && !frozen;
            if creates && is_missing(at(associated_address(payee, &mint))) {
                unclaimed_balances.open.push(create_associated(opener, payee, &mint));
                unclaimed_balances.created.push(*payee);
                continue;
            }
            let place = unclaimed_address(payee, currency);
            if at(place).is_none_or(|place| place.data.is_empty()) {
                unclaimed_balances.open.push(orders::open_unclaimed(opener, payee, currency));
            }
            unclaimed_balances.payees.push(*payee);
            if let Some(slot) = places.next() {
                *slot = Some(place);
            }
        }
        unclaimed_balances
    }
}

/// Whether a token account can be created at an address. Lamports alone, which anybody may send
/// there, do not hinder it.
pub fn is_missing(account: Option<&Account>) -> bool {
    account.is_none_or(|account| account.data.is_empty() && account.owner == SYSTEM_PROGRAM)
}

/// Whether a transfer of `mint` to this account of `owner` succeeds.
pub fn takes(account: Option<&Account>, mint: &Pubkey, owner: &Pubkey) -> bool {
    token_account(account).is_some_and(|account| {
        account.mint == *mint && account.owner == *owner && account.state == AccountState::Initialized
    })
}

/// Whether there is a token account of `mint`: lamports alone, which anybody may send there, make
/// none.
pub fn is_token_account(account: Option<&Account>, mint: &Pubkey) -> bool {
    token_account(account).is_some_and(|account| account.mint == *mint)
}

/// Base units in a token account; none if it is no token account.
pub fn token_amount(account: Option<&Account>) -> Option<u64> {
    token_account(account).map(|account| account.amount)
}

/// Base units that `delegate` can draw from a token account.
pub fn drawable(account: Option<&Account>, delegate: &Pubkey) -> u64 {
    let is_drawable = |account: &TokenAccount| {
        let drawer = Option::<Pubkey>::from(account.delegate);
        account.state == AccountState::Initialized && drawer == Some(*delegate)
    };
    let account = token_account(account).filter(is_drawable);
    account.map_or(0, |account| account.amount.min(account.delegated_amount))
}

/// A token account of the classic token program; none if it is something else.
pub fn token_account(account: Option<&Account>) -> Option<TokenAccount> {
    let account = account.filter(|account| account.owner == TOKEN_PROGRAM)?;
    TokenAccount::unpack(&account.data).ok()
}
