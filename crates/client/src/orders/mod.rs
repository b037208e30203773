//! Orders for compute.
//!
//! A client quotes with [`Terms::quote`], creates with [`create`] and gets out with [`cancel`] or
//! [`end`]; an operator accepts; anyone settles, closes and sweeps. Money that a token account
//! cannot take goes to its payee's unclaimed balance, which [`open_unclaimed`] opens: the payee
//! takes it, or anyone delivers it once the associated token account is there.

mod admin;
mod anyone;
mod client;
mod roles;

pub use {admin::*, anyone::*, client::*, roles::*};
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
        Balances, Charge, Currency, Ender, Escrow, FeeRates, Fees, Hire, Notice, OrderError, Outages, Rules,
        Span, Stage, Terms, ARBITER_SECONDS, BOND_BPS, HOUR, KEPT_SECONDS, MAX_SECONDS,
    },
    io_orders::{
        events, Announced, Config, CreateParams, InitializeParams, Ledger, Order, OrdersError, Role,
        UnclaimedBalance,
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
