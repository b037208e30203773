//! Orders for compute.
//!
//! A client quotes with [`Terms::quote`], creates with [`create`] and gets out with [`cancel`] or
//! [`end`]; an operator accepts, or offers its node to all with [`set_ask`], where a client books
//! with [`book`]; anyone settles, closes and sweeps. Money that a token account cannot take goes to
//! its payee's unclaimed balance, which [`open_unclaimed`] opens: the payee takes it, or anyone
//! delivers it once the associated token account is there.

mod admin;
mod anyone;
mod client;
mod market;
mod record;
mod requests;
mod roles;

pub use {admin::*, anyone::*, client::*, market::*, record::*, requests::*, roles::*};
use {
    anchor_lang::{prelude::*, InstructionData},
    io_addresses::{
        buyback,
        emission::MINT,
        external::USDC_MINT,
        orders::{ID, IO_LEDGER, IO_VAULT, ORDER_SEED, UNCLAIMED_SEED, USDC_LEDGER, USDC_VAULT},
    },
    solana_instruction::Instruction,
};
pub use {
    io_economics::orders::{
        AskTerms, Attributes, Balances, BidTerms, BondOwner, Booking, Charge, Choice, Currency, Ender,
        Escrow, Facts, FeeRates, Fees, Hire, History, LeastRecord, Notice, Opening, OrderError, Outages,
        PriceRules, Rules, Span, Stage, Tender, Terms, Window, ARBITER_SECONDS, AWARD_SECONDS, BOND_BPS,
        HOUR, KEPT_SECONDS, MAINTENANCE_AHEAD_SECONDS, MAX_ASK_RATE, MAX_ASK_SECONDS,
        MAX_ATTESTATION_SECONDS, MAX_AUTO_SECONDS, MAX_MAINTENANCE_SECONDS, MAX_NOTICE_HOURS,
        MAX_OPEN_SECONDS, MAX_PREMIUM_BPS, MAX_PROLONGED, MAX_SECONDS, MIN_OPEN_SECONDS, PROLONG_SECONDS,
        STEP_BPS, WINDOW_SECONDS,
    },
    io_orders::{
        events, Announced, Ask, AttestParams, Attestation, AwardParams, Bid, BookParams, Config,
        CreateParams, InitializeParams, Ledger, Order, OrdersError, Prices, Record, Request, RequestParams,
        Role, UnclaimedBalance,
    },
};

/// The mint of a currency.
pub const fn mint(currency: Currency) -> Pubkey {
    match currency {
        Currency::Io => MINT.address,
        Currency::Usdc => USDC_MINT,
    }
}

/// The ledger of a currency.
pub const fn ledger(currency: Currency) -> Pubkey {
    match currency {
        Currency::Io => IO_LEDGER.address,
        Currency::Usdc => USDC_LEDGER.address,
    }
}

/// The vault of a currency.
pub const fn vault(currency: Currency) -> Pubkey {
    match currency {
        Currency::Io => IO_VAULT.address,
        Currency::Usdc => USDC_VAULT.address,
    }
}

/// Buyback's vault of a currency, where fees go.
pub const fn sweep_to(currency: Currency) -> Pubkey {
    match currency {
        Currency::Io => buyback::IO_VAULT,
        Currency::Usdc => buyback::USDC_VAULT,
    }
}

/// The address of a client's order.
pub fn order_address(client: &Pubkey, id: u64) -> Pubkey {
    Pubkey::find_program_address(&[ORDER_SEED, client.as_ref(), &id.to_le_bytes()], &ID).0
}

/// The address of a payee's unclaimed balance.
pub fn unclaimed_address(payee: &Pubkey, currency: Currency) -> Pubkey {
    Pubkey::find_program_address(&[UNCLAIMED_SEED, payee.as_ref(), mint(currency).as_ref()], &ID).0
}

fn call(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
