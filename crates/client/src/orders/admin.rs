//! What the deployer and the admin do.

use {
    super::{call, InitializeParams, PriceRules, Role, Rules},
    anchor_lang::{prelude::Pubkey, system_program},
    io_addresses::orders::{CONFIG, PROGRAM_DATA},
    io_orders::{accounts, instruction},
    solana_instruction::Instruction,
};

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

/// Announces the oracle's feeds, and how old and how wide a price may be, from 7 days later on.
pub fn announce_price_rules(admin: &Pubkey, rules: PriceRules) -> Instruction {
    let accounts = accounts::AnnouncePriceRules { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::AnnouncePriceRules { rules })
}

/// Announces who holds a role in 7 days.
pub fn announce_role(admin: &Pubkey, role: Role, key: Pubkey) -> Instruction {
    let accounts = accounts::AnnounceRole { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::AnnounceRole { role, key })
}
