//! Orders for compute.
//!
//! A client quotes with [`Terms::quote`], creates with [`create`] and gets out with [`cancel`] or
//! [`end`]; an operator accepts; anyone settles, closes and sweeps. Money that an account cannot
//! take goes to [`open_unclaimed`]'s place first.

use {
    crate::token::associated_address,
    anchor_lang::{prelude::*, system_program, InstructionData},
    io_addresses::{
        buyback,
        emission::MINT,
        external::{TOKEN_PROGRAM, USDC_MINT},
        orders::{
            CONFIG, ID, IO_LEDGER, IO_VAULT, ORDER_SEED, PROGRAM_DATA, UNCLAIMED_SEED, USDC_LEDGER,
            USDC_VAULT,
        },
        staking,
    },
    io_orders::{accounts, instruction},
    solana_instruction::Instruction,
};
pub use {
    io_economics::orders::{
        Balances, Charge, Currency, Ender, Escrow, FeeRates, Fees, Hire, OrderError, Outages, Rules, Span,
        Stage, Terms, ARBITER_SECONDS, BOND_BPS, HOUR, KEPT_SECONDS, MAX_SECONDS,
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

/// The books of a currency.
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

/// The address at which money waits for a payee.
pub fn unclaimed_address(payee: &Pubkey, currency: Currency) -> Pubkey {
    Pubkey::find_program_address(&[UNCLAIMED_SEED, payee.as_ref(), mint(currency).as_ref()], &ID).0
}

fn call(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

/// Creates the config. `deployer` is the upgrade authority; signs and pays.
pub fn initialize(deployer: &Pubkey, params: InitializeParams) -> Instruction {
    let accounts = accounts::Initialize {
        deployer: *deployer,
        program_data: PROGRAM_DATA,
        config: CONFIG.address,
        system_program: system_program::ID,
    };
    call(accounts, instruction::Initialize { params })
}

/// Creates the books and the vault of a currency.
pub fn open_ledger(payer: &Pubkey, currency: Currency) -> Instruction {
    let accounts = accounts::OpenLedger {
        payer: *payer,
        config: CONFIG.address,
        mint: mint(currency),
        ledger: ledger(currency),
        vault: vault(currency),
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenLedger {})
}

/// Proposes the next admin; the default key takes the proposal back.
pub fn propose_admin(admin: &Pubkey, next_admin: Pubkey) -> Instruction {
    let accounts = accounts::ProposeAdmin { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::ProposeAdmin { next_admin })
}

/// Takes over as admin.
pub fn accept_admin(next_admin: &Pubkey) -> Instruction {
    let accounts = accounts::AcceptAdmin { next_admin: *next_admin, config: CONFIG.address };
    call(accounts, instruction::AcceptAdmin {})
}

/// Pauses new orders, acceptances and extensions for 14 days at most, or lifts the pause.
pub fn set_paused(admin: &Pubkey, paused: bool) -> Instruction {
    call(accounts::SetPaused { admin: *admin, config: CONFIG.address }, instruction::SetPaused { paused })
}

/// Sets what new orders take over.
pub fn set_rules(admin: &Pubkey, rules: Rules) -> Instruction {
    call(accounts::SetRules { admin: *admin, config: CONFIG.address }, instruction::SetRules { rules })
}

/// Announces who holds a role in 7 days.
pub fn announce_role(admin: &Pubkey, role: Role, key: Pubkey) -> Instruction {
    let accounts = accounts::AnnounceRole { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::AnnounceRole { role, key })
}

/// Creates the client's order number `id` for time on `node`, paid from its associated token
/// account.
pub fn create(
    client: &Pubkey,
    id: u64,
    node: &Pubkey,
    currency: Currency,
    params: CreateParams,
) -> Instruction {
    let accounts = accounts::Create {
        client: *client,
        config: CONFIG.address,
        ledger: ledger(currency),
        node: *node,
        order: order_address(client, id),
        source: associated_address(client, &mint(currency)),
        vault: vault(currency),
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    call(accounts, instruction::Create { id, params })
}

/// Books `seconds` more.
pub fn extend(client: &Pubkey, address: &Pubkey, order: &Order, seconds: u32) -> Instruction {
    let accounts = accounts::Extend {
        client: *client,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        source: associated_address(client, &mint(order.currency)),
        vault: vault(order.currency),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Extend { serial: order.serial, seconds })
}

/// Disputes the pay that is held back. The client deposits a bond from its associated token
/// account.
pub fn dispute(client: &Pubkey, address: &Pubkey, order: &Order) -> Instruction {
    let accounts = accounts::Dispute {
        client: *client,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        node: order.node,
        source: associated_address(client, &mint(order.currency)),
        vault: vault(order.currency),
        token_program: TOKEN_PROGRAM,
        staking_program: staking::ID,
    };
    call(accounts, instruction::Dispute { serial: order.serial })
}

/// Accepts an order; `extendable` lets its client book more time.
pub fn accept(operator: &Pubkey, address: &Pubkey, order: &Order, extendable: bool) -> Instruction {
    let accounts = accounts::Accept {
        operator: *operator,
        config: CONFIG.address,
        order: *address,
        node: order.node,
        staking_config: staking::CONFIG.address,
        staking_program: staking::ID,
    };
    call(accounts, instruction::Accept { serial: order.serial, extendable })
}

/// Reports that the node did not serve in `[from, to)`, Unix seconds. What lies within the holdback
/// counts.
pub fn report_outage(oracle: &Pubkey, address: &Pubkey, serial: u64, from: i64, to: i64) -> Instruction {
    let accounts = accounts::ReportOutage { oracle: *oracle, config: CONFIG.address, order: *address };
    call(accounts, instruction::ReportOutage { serial, from, to })
}

/// Decides a dispute. `unclaimed_balances` as for [`settle`].
pub fn resolve(
    arbiter: &Pubkey,
    address: &Pubkey,
    order: &Order,
    share_bps: u16,
    unclaimed_balances: [Option<Pubkey>; 2],
) -> Instruction {
    let [unclaimed, other_unclaimed] = unclaimed_balances;
    let accounts = accounts::Resolve {
        arbiter: *arbiter,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        vault: vault(order.currency),
        provider_account: associated_address(&order.provider, &mint(order.currency)),
        client_account: associated_address(&order.client, &mint(order.currency)),
        unclaimed,
        other_unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Resolve { serial: order.serial, share_bps })
}

/// Pays for time served. `unclaimed_balances` are the places of payees whose accounts cannot take
/// their money; none otherwise.
pub fn settle(address: &Pubkey, order: &Order, unclaimed_balances: [Option<Pubkey>; 2]) -> Instruction {
    let [unclaimed, other_unclaimed] = unclaimed_balances;
    let accounts = accounts::Settle {
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        vault: vault(order.currency),
        provider_account: associated_address(&order.provider, &mint(order.currency)),
        client_account: associated_address(&order.client, &mint(order.currency)),
        unclaimed,
        other_unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Settle {})
}

/// Stops the service. `unclaimed` as for [`settle`].
pub fn end(ender: &Pubkey, address: &Pubkey, order: &Order, unclaimed: Option<Pubkey>) -> Instruction {
    let accounts = accounts::End {
        ender: *ender,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        node: order.node,
        vault: vault(order.currency),
        client_account: associated_address(&order.client, &mint(order.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
        staking_program: staking::ID,
    };
    call(accounts, instruction::End { serial: order.serial })
}

/// Cancels an order that was not accepted. `unclaimed` as for [`settle`].
pub fn cancel(canceller: &Pubkey, address: &Pubkey, order: &Order, unclaimed: Option<Pubkey>) -> Instruction {
    let accounts = accounts::Cancel {
        canceller: *canceller,
        config: CONFIG.address,
        ledger: ledger(order.currency),
        order: *address,
        vault: vault(order.currency),
        client_account: associated_address(&order.client, &mint(order.currency)),
        unclaimed,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Cancel { serial: order.serial })
}

/// Closes a settled order; the rent goes to its client.
pub fn close(address: &Pubkey, order: &Order) -> Instruction {
    let accounts = accounts::Close {
        client: order.client,
        order: *address,
        config: CONFIG.address,
        node: order.node,
        staking_program: staking::ID,
    };
    call(accounts, instruction::Close {})
}

/// Opens a place for money that a payee's account cannot take; does nothing if there is one.
pub fn open_unclaimed(opener: &Pubkey, payee: &Pubkey, currency: Currency) -> Instruction {
    let accounts = accounts::OpenUnclaimed {
        opener: *opener,
        ledger: ledger(currency),
        unclaimed: unclaimed_address(payee, currency),
        system_program: system_program::ID,
    };
    call(accounts, instruction::OpenUnclaimed { payee: *payee })
}

/// Takes what waits for `payee` to a token account of its choice; `opener` as the place says.
pub fn take_unclaimed(
    payee: &Pubkey,
    opener: &Pubkey,
    currency: Currency,
    destination: &Pubkey,
) -> Instruction {
    let accounts = accounts::TakeUnclaimed {
        payee: *payee,
        config: CONFIG.address,
        ledger: ledger(currency),
        unclaimed: unclaimed_address(payee, currency),
        opener: *opener,
        vault: vault(currency),
        destination: *destination,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::TakeUnclaimed {})
}

/// Delivers what waits for `payee` to its associated token account; `opener` as the unclaimed
/// balance says.
pub fn deliver_unclaimed(payee: &Pubkey, opener: &Pubkey, currency: Currency) -> Instruction {
    let accounts = accounts::DeliverUnclaimed {
        config: CONFIG.address,
        ledger: ledger(currency),
        unclaimed: unclaimed_address(payee, currency),
        opener: *opener,
        vault: vault(currency),
        payee_account: associated_address(payee, &mint(currency)),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::DeliverUnclaimed {})
}

/// Sends earned fees to buyback.
pub fn sweep_fees(currency: Currency) -> Instruction {
    let accounts = accounts::SweepFees {
        config: CONFIG.address,
        ledger: ledger(currency),
        vault: vault(currency),
        sweep_to: sweep_to(currency),
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::SweepFees {})
}
