//! What the deployer and the admin do.

use {
    super::{call, class_address, InitializeParams, Role},
    anchor_lang::{prelude::*, system_program},
    io_addresses::{
        emission::{EMISSION, MINT},
        external::TOKEN_PROGRAM,
        staking::{CONFIG, PROGRAM_DATA, STAKE_VAULT},
    },
    io_economics::staking::PoolKind,
    io_staking::{accounts, instruction},
    solana_instruction::Instruction,
};

/// Creates the config and the stake vault. `deployer` is the upgrade authority; signs and pays.
pub fn initialize(deployer: &Pubkey, params: InitializeParams) -> Instruction {
    let accounts = accounts::Initialize {
        deployer: *deployer,
        program_data: PROGRAM_DATA,
        emission: EMISSION.address,
        mint: MINT.address,
        config: CONFIG.address,
        stake_vault: STAKE_VAULT.address,
        token_program: TOKEN_PROGRAM,
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

/// Pauses or resumes entries.
pub fn set_paused(admin: &Pubkey, paused: bool) -> Instruction {
    call(accounts::SetPaused { admin: *admin, config: CONFIG.address }, instruction::SetPaused { paused })
}

/// Announces the weight below which a pool does not pay in full, 7 days ahead.
pub fn announce_full_weight(admin: &Pubkey, pool: PoolKind, full_weight: u64) -> Instruction {
    let accounts = accounts::AnnounceFullWeight { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::AnnounceFullWeight { pool, full_weight })
}

/// Announces who holds a role: an oracle in 7 days, a slasher in 21.
pub fn announce_role(admin: &Pubkey, role: Role, key: Pubkey) -> Instruction {
    let accounts = accounts::AnnounceRole { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::AnnounceRole { role, key })
}

/// Creates a hardware class; `multiplier` in hundredths.
pub fn create_class(admin: &Pubkey, id: u16, pool: PoolKind, multiplier: u16) -> Instruction {
    let accounts = accounts::CreateClass {
        admin: *admin,
        config: CONFIG.address,
        class: class_address(id),
        system_program: system_program::ID,
    };
    call(accounts, instruction::CreateClass { id, pool, multiplier })
}

/// Announces a class's multiplier (hundredths), 7 days ahead; 0 retires it.
pub fn update_class(admin: &Pubkey, id: u16, multiplier: u16) -> Instruction {
    let accounts = accounts::UpdateClass { admin: *admin, config: CONFIG.address, class: class_address(id) };
    call(accounts, instruction::UpdateClass { multiplier })
}

/// Voids all that the slasher of `epoch` has proposed; it proposes no more.
pub fn void_epoch(admin: &Pubkey, epoch: u32) -> Instruction {
    call(accounts::VoidEpoch { admin: *admin, config: CONFIG.address }, instruction::VoidEpoch { epoch })
}
