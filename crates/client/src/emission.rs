//! The mint: genesis in three transactions, then cranks.

pub use io_emission::{events, metadata::uri_of, Emission, EmissionError};
use {
    crate::{
        token,
        vesting::{self, Managers},
    },
    anchor_lang::{prelude::Pubkey, system_program, AccountDeserialize, InstructionData, ToAccountMetas},
    io_addresses::{
        emission::{EMISSION, ID, METADATA, MINT, PROGRAM_DATA},
        external::{METADATA_PROGRAM, TOKEN_PROGRAM},
        staking::{CONFIG as STAKING_CONFIG, REWARD_VAULT},
        vesting::{CATEGORIES as LOCKS, PROGRAM_DATA as VESTING_PROGRAM_DATA, VAULTS},
    },
    io_economics::{emission::cumulative, genesis::CATEGORIES},
    solana_instruction::Instruction,
};

/// Creates the IO mint and the state. `deployer` is the program's upgrade authority; signs and
/// pays.
pub fn initialize(deployer: &Pubkey) -> Instruction {
    let accounts = io_emission::accounts::Initialize {
        deployer: *deployer,
        program_data: PROGRAM_DATA,
        emission: EMISSION.address,
        mint: MINT.address,
        token_program: TOKEN_PROGRAM,
        system_program: system_program::ID,
    };
    instruction(accounts, io_emission::instruction::Initialize {})
}

/// Gives the mint its name and symbol, for ever. `deployer` is the program's upgrade authority;
/// signs and pays. `uri` leads to the token's description.
pub fn create_metadata(deployer: &Pubkey, uri: String) -> Instruction {
    let accounts = io_emission::accounts::CreateMetadata {
        deployer: *deployer,
        program_data: PROGRAM_DATA,
        emission: EMISSION.address,
        mint: MINT.address,
        metadata: METADATA,
        metadata_program: METADATA_PROGRAM,
        system_program: system_program::ID,
    };
    instruction(accounts, io_emission::instruction::CreateMetadata { uri })
}

/// Mints the genesis allocations, the locked ones into io_vesting's vaults, the others to the token
/// accounts `ecosystem` and `community`, and starts the clock. The reward vault must exist.
/// `deployer` is the program's upgrade authority; signs.
pub fn allocate(deployer: &Pubkey, ecosystem: &Pubkey, community: &Pubkey) -> Instruction {
    let [seed_investors, series_a_investors, core_contributors] = VAULTS;
    let [seed_category, series_a_category, core_category] = LOCKS.map(|lock| lock.address);
    let accounts = io_emission::accounts::Allocate {
        deployer: *deployer,
        program_data: PROGRAM_DATA,
        emission: EMISSION.address,
        mint: MINT.address,
        seed_investors,
        series_a_investors,
        core_contributors,
        ecosystem: *ecosystem,
        community: *community,
        seed_category,
        series_a_category,
        core_category,
        vesting_program_data: VESTING_PROGRAM_DATA,
        reward_vault: REWARD_VAULT,
        metadata: METADATA,
        token_program: TOKEN_PROGRAM,
    };
    instruction(accounts, io_emission::instruction::Allocate {})
}

/// Mints what the schedule has reached to the reward vault. Nobody signs but the fee payer.
pub fn crank() -> Instruction {
    let accounts = io_emission::accounts::Crank {
        emission: EMISSION.address,
        mint: MINT.address,
        reward_vault: REWARD_VAULT,
        token_program: TOKEN_PROGRAM,
    };
    instruction(accounts, io_emission::instruction::Crank {})
}

/// Creates the reward vault, which the first crank needs; does nothing if it exists.
pub fn create_reward_vault(payer: &Pubkey) -> Instruction {
    token::create_associated(payer, &STAKING_CONFIG.address, &MINT.address)
}

/// Genesis as three transactions: each inner list is one, signed by `deployer` alone. The second
/// makes io_vesting final.
///
/// `owners` are in the order of [`io_economics::genesis::NAMES`]: the managers of the three locked
/// categories, who grant what is in them, and two wallets, whose associated token accounts receive
/// their allocations. `uri` leads to the token's description. A deployment that stopped half way
/// goes on with what is missing.
pub fn genesis(deployer: &Pubkey, owners: &[Pubkey; CATEGORIES], uri: &str) -> [Vec<Instruction>; 3] {
    let [seed, series_a, core, ecosystem, community] = *owners;
    let mint = vec![initialize(deployer), create_metadata(deployer, uri.to_owned())];
    let mut locks = vesting::create_vaults(deployer);
    locks.push(vesting::initialize(deployer, Managers { seed, series_a, core }));
    locks.push(vesting::make_final(deployer));
    [mint, locks, allocations(deployer, &ecosystem, &community)]
}

/// The last transaction of genesis: the two wallets' token accounts and the reward vault, the
/// allocations, and the start of the locks.
pub fn allocations(deployer: &Pubkey, ecosystem: &Pubkey, community: &Pubkey) -> Vec<Instruction> {
    let account = |owner| token::associated_address(owner, &MINT.address);
    vec![
        token::create_associated(deployer, ecosystem, &MINT.address),
        token::create_associated(deployer, community, &MINT.address),
        create_reward_vault(deployer),
        allocate(deployer, &account(ecosystem), &account(community)),
        vesting::start(),
    ]
}

/// Whether a crank at `now` (Unix seconds) would mint anything.
pub fn is_due(state: &Emission, now: i64) -> bool {
    let elapsed = state.latest_ts.max(now).saturating_sub(state.genesis_ts);
    state.genesis_ts != 0 && cumulative(elapsed) > state.minted
}

/// Reads the state from an account's data.
///
/// # Errors
/// If the data is not a state of io_emission.
pub fn decode(mut data: &[u8]) -> anchor_lang::Result<Emission> {
    Emission::try_deserialize(&mut data)
}

fn instruction(accounts: impl ToAccountMetas, data: impl InstructionData) -> Instruction {
    Instruction { program_id: ID, accounts: accounts.to_account_metas(None), data: data.data() }
}
