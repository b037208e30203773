//! Buyback and burn.
//!
//! Anyone burns IO fees with [`burn`], opens an auction with [`open_auction`], sells IO to it with
//! [`fill`], or has it buy on an exchange with [`swap_and_burn`]. What a fill pays at a second is
//! [`offer`].

pub use io_buyback::{events, BuybackError, Config, Exchange, InitializeParams, EXCHANGES};
use {
    crate::token::create_associated,
    anchor_lang::{prelude::*, system_program, InstructionData},
    io_addresses::{
        buyback::{CONFIG, ID, IO_VAULT, PROGRAM_DATA, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::{PYTH_RECEIVER, TOKEN_PROGRAM, USDC_MINT},
    },
    io_buyback::{accounts, instruction},
    io_economics::{
        buyback::{Auction, BuybackError as Refused, Offer, Params},
        price::Quote,
    },
    io_onchain::price_view,
    solana_instruction::Instruction,
};

/// Accounts of the Pyth receiver program that hold price updates.
#[derive(Clone, Copy, Debug)]
pub struct Prices {
    /// Of IO/USD.
    pub io: Pubkey,
    /// Of USDC/USD.
    pub usdc: Pubkey,
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

/// Creates the vaults and the swapper's accounts; does nothing for those that exist.
pub fn create_accounts(payer: &Pubkey) -> Vec<Instruction> {
    let owners = [CONFIG.address, SWAPPER.address];
    let of = |owner| [MINT.address, USDC_MINT].map(|mint| create_associated(payer, owner, &mint));
    owners.iter().flat_map(of).collect()
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

/// Pauses auctions, fills and swaps, for 14 days at most, or resumes them.
pub fn set_paused(admin: &Pubkey, paused: bool) -> Instruction {
    call(accounts::SetPaused { admin: *admin, config: CONFIG.address }, instruction::SetPaused { paused })
}

/// Sets the parameters of the rule; all but age and confidence hold from the next auction on.
pub fn set_params(admin: &Pubkey, params: Params) -> Instruction {
    call(accounts::SetParams { admin: *admin, config: CONFIG.address }, instruction::SetParams { params })
}

/// Announces an exchange program that is allowed in 7 days.
pub fn announce_exchange(admin: &Pubkey, exchange: Pubkey) -> Instruction {
    let accounts = accounts::AnnounceExchange { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::AnnounceExchange { exchange })
}

/// Takes an exchange program off the list, at once.
pub fn remove_exchange(admin: &Pubkey, exchange: Pubkey) -> Instruction {
    let accounts = accounts::RemoveExchange { admin: *admin, config: CONFIG.address };
    call(accounts, instruction::RemoveExchange { exchange })
}

/// Opens an auction of what the USDC vault holds, if none runs. Nobody signs but the fee payer.
pub fn open_auction() -> Instruction {
    call(
        accounts::OpenAuction { config: CONFIG.address, usdc_vault: USDC_VAULT },
        instruction::OpenAuction {},
    )
}

/// Burns the fees paid in IO. Nobody signs but the fee payer.
pub fn burn() -> Instruction {
    let accounts = accounts::BurnFees {
        config: CONFIG.address,
        io_vault: IO_VAULT,
        mint: MINT.address,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Burn {})
}

/// Burns up to `io` base units of the filler's associated token account and pays USDC to its
/// associated token account: all of it, or as much as what the auction has left pays for. At least
/// `min_usdc` base units in all, or nothing happens: with what the offer pays for all of it, all is
/// sold or nothing.
pub fn fill(filler: &Pubkey, prices: &Prices, io: u64, min_usdc: u64) -> Instruction {
    let own = |mint| crate::token::associated_address(filler, mint);
    let accounts = accounts::Fill {
        filler: *filler,
        config: CONFIG.address,
        source: own(&MINT.address),
        destination: own(&USDC_MINT),
        usdc_vault: USDC_VAULT,
        mint: MINT.address,
        io_price: prices.io,
        usdc_price: prices.usdc,
        token_program: TOKEN_PROGRAM,
    };
    call(accounts, instruction::Fill { io, min_usdc })
}

/// Swaps `usdc` base units by `swap`, an exchange's own instruction that takes from
/// [`SWAPPER_USDC`] and pays to
/// [`SWAPPER_IO`], signed by [`SWAPPER`]; burns what arrives. Nobody signs but the fee payer.
pub fn swap_and_burn(prices: &Prices, usdc: u64, swap: Instruction) -> Instruction {
    let accounts = accounts::SwapAndBurn {
        config: CONFIG.address,
        usdc_vault: USDC_VAULT,
        swapper: SWAPPER.address,
        swapper_usdc: SWAPPER_USDC,
        swapper_io: SWAPPER_IO,
        mint: MINT.address,
        io_price: prices.io,
        usdc_price: prices.usdc,
        exchange: swap.program_id,
        token_program: TOKEN_PROGRAM,
    };
    let mut instruction = call(accounts, instruction::SwapAndBurn { usdc, data: swap.data });
    let unsigned = |meta: AccountMeta| AccountMeta { is_signer: false, ..meta };
    instruction.accounts.extend(swap.accounts.into_iter().map(unsigned));
    instruction
}

/// The offer that a fill finds at `clock` by two quotes, and the auction that it is of: the one
/// that runs, or the one that the fill opens with what the `vault` holds.
///
/// # Errors
/// As the program refuses the fill, but for a pause.
pub fn offer(
    config: &Config,
    clock: i64,
    vault: u64,
    io: &Quote,
    usdc: &Quote,
) -> core::result::Result<(Offer, Auction), Refused> {
    let mut auction = config.auction;
    if !auction.runs(auction.now(clock)) {
        auction.open(&config.params, clock, vault)?;
    }
    let offer = auction.offer(clock, io, usdc)?;
    Ok((offer, auction))
}

/// The price of `feed` in the data of a price update account, as the program reads it.
///
/// # Errors
/// If the data is no price update of the feed, or not fully verified.
pub fn quote_in(data: &[u8], feed: &[u8; 32]) -> Result<Quote> {
    let (address, mut lamports, mut data) = (Pubkey::default(), 0, data.to_vec());
    let account = AccountInfo::new(&address, false, false, &mut lamports, &mut data, &PYTH_RECEIVER, false);
    price_view::quote(&account, feed).map_err(|error| BuybackError::from(error).into())
}

/// Reads the config from an account's data.
///
/// # Errors
/// If the data is not a config of io_buyback.
pub fn decode(mut data: &[u8]) -> Result<Config> {
    Config::try_deserialize(&mut data)
}
