//! The locked parts of genesis.
//!
//! A manager [`grant`]s, anyone [`release`]s. What a grant would pay now is
//! [`GrantLedger::releasable`] of [`CategoryLedger::tranches_at`].

use {
    crate::token::{associated_address, create_associated},
    anchor_lang::{prelude::*, system_program, InstructionData},
    io_addresses::{
        emission::MINT,
        external::{SLOT_HASHES, TOKEN_PROGRAM, UPGRADEABLE_LOADER},
        vesting::{CATEGORIES, GRANT_SEED, ID, PROGRAM_DATA, VAULTS},
    },
    io_vesting::{accounts, instruction},
    solana_instruction::Instruction,
};
pub use {
    io_economics::vesting::{CategoryKind, CategoryLedger, GrantLedger},
    io_vesting::{events, Category, Grant, Managers, VestingError},
};

/// Grants of one category that one transaction of 1,232 bytes releases, a limit and a price of
/// compute units beside them.
pub const RELEASES_PER_TRANSACTION: usize = 13;

/// The address of a category's grant.
pub fn grant_address(kind: CategoryKind, index: u32) -> Pubkey {
    let category = Category::address(kind);
    Pubkey::find_program_address(&[GRANT_SEED, category.as_ref(), &index.to_le_bytes()], &ID).0
}

fn call(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}

/// Creates the three vaults; does nothing for those that exist.
pub fn create_vaults(payer: &Pubkey) -> Vec<Instruction> {
    let create =
        |category: &io_addresses::Derived| create_associated(payer, &category.address, &MINT.address);
    CATEGORIES.iter().map(create).collect()
}

/// Creates the three categories. `deployer` is the program's upgrade authority; signs and pays.
pub fn initialize(deployer: &Pubkey, managers: Managers) -> Instruction {
    let [seed, series_a, core] = CATEGORIES.map(|category| category.address);
    let accounts = accounts::Initialize {
        deployer: *deployer,
        program_data: PROGRAM_DATA,
        seed,
        series_a,
        core,
        system_program: system_program::ID,
    };
    call(accounts, instruction::Initialize { managers })
}

/// Makes the program final, for ever: nobody can replace it any more. `deployer` is its upgrade
/// authority; signs. A call of the loader.
pub fn make_final(deployer: &Pubkey) -> Instruction {
    /// The loader's number for `SetAuthority`; without a third account there is none any more.
    const SET_AUTHORITY: u32 = 4;
    Instruction {
        program_id: UPGRADEABLE_LOADER,
        accounts: vec![AccountMeta::new(PROGRAM_DATA, false), AccountMeta::new_readonly(*deployer, true)],
        data: SET_AUTHORITY.to_le_bytes().to_vec(),
    }
}

/// Starts the clock of all three categories. Nobody signs but the fee payer.
pub fn start() -> Instruction {
    let [seed, series_a, core] = CATEGORIES.map(|category| category.address);
    let [seed_vault, series_a_vault, core_vault] = VAULTS;
    let accounts = accounts::Start {
        seed,
        series_a,
        core,
        seed_vault,
        series_a_vault,
        core_vault,
        slot_hashes: SLOT_HASHES,
        mint: MINT.address,
    };
    call(accounts, instruction::Start {})
}

/// Promises `amount` base units to `beneficiary` under the number `index`. `manager` signs; `payer`
/// signs and pays the rent.
pub fn grant(
    payer: &Pubkey,
    manager: &Pubkey,
    kind: CategoryKind,
    index: u32,
    beneficiary: &Pubkey,
    amount: u64,
) -> Instruction {
    let accounts = accounts::MakeGrant {
        payer: *payer,
        manager: *manager,
        category: Category::address(kind),
        grant: grant_address(kind, index),
        beneficiary: *beneficiary,
        beneficiary_account: associated_address(beneficiary, &MINT.address),
        system_program: system_program::ID,
    };
    call(accounts, instruction::Grant { index, amount })
}

/// Pays out what has vested of each grant, given with its beneficiary; at most
/// [`RELEASES_PER_TRANSACTION`]. Nobody signs but the fee payer.
pub fn release(kind: CategoryKind, grants: &[(Pubkey, Pubkey)]) -> Instruction {
    let accounts = accounts::Release {
        category: Category::address(kind),
        vault: Category::vault(kind),
        token_program: TOKEN_PROGRAM,
    };
    let mut release = call(accounts, instruction::Release {});
    for (grant, beneficiary) in grants {
        let destination = associated_address(beneficiary, &MINT.address);
        release.accounts.extend([*grant, destination].map(|key| AccountMeta::new(key, false)));
    }
    release
}

/// Takes back what has not vested of a core contributor's grant.
pub fn revoke(manager: &Pubkey, grant: &Pubkey) -> Instruction {
    let category = Category::address(CategoryKind::Core);
    call(accounts::Revoke { manager: *manager, category, grant: *grant }, instruction::Revoke {})
}

/// Proposes another beneficiary; the default key withdraws the proposal.
pub fn propose_beneficiary(beneficiary: &Pubkey, grant: &Pubkey, next_beneficiary: Pubkey) -> Instruction {
    let accounts = accounts::ProposeBeneficiary { beneficiary: *beneficiary, grant: *grant };
    call(accounts, instruction::ProposeBeneficiary { next_beneficiary })
}

/// Takes over a grant.
pub fn accept_beneficiary(next_beneficiary: &Pubkey, grant: &Pubkey) -> Instruction {
    let accounts = accounts::AcceptBeneficiary { next_beneficiary: *next_beneficiary, grant: *grant };
    call(accounts, instruction::AcceptBeneficiary {})
}

/// Proposes another manager of a category; the default key withdraws the proposal.
pub fn propose_manager(manager: &Pubkey, kind: CategoryKind, next_manager: Pubkey) -> Instruction {
    let accounts = accounts::ProposeManager { manager: *manager, category: Category::address(kind) };
    call(accounts, instruction::ProposeManager { next_manager })
}

/// Takes over a category.
pub fn accept_manager(next_manager: &Pubkey, kind: CategoryKind) -> Instruction {
    let accounts = accounts::AcceptManager { next_manager: *next_manager, category: Category::address(kind) };
    call(accounts, instruction::AcceptManager {})
}
