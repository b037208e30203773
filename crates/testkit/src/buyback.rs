//! A world with the buyback: the oracle's prices, the vaults, those who sell IO to them.

use {
    crate::{owners::COMMUNITY, World},
    anchor_lang::{prelude::Pubkey, AccountDeserialize, AccountSerialize},
    io_addresses::buyback::{CONFIG, USDC_VAULT},
    io_client::{
        buyback::{self, Config, InitializeParams, Prices},
        token,
    },
    io_economics::{
        buyback::{Auction, Offer, Params, MAX_DAILY_CAP},
        genesis::CATEGORIES,
        price::Quote,
        time::NOTICE_SECONDS,
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    },
    pyth_solana_receiver_sdk::price_update::{PriceFeedMessage, PriceUpdateV2, VerificationLevel},
    solana_account::Account,
    solana_keypair::Keypair,
    solana_program_pack::Pack,
    solana_signer::Signer,
    spl_token_interface::state::Account as TokenAccount,
};

/// A feed of the oracle, in this world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// IO in USD.
    Io,
    /// USDC in USD.
    Usdc,
}

impl Feed {
    /// The feed's number, as the oracle has it.
    pub const fn id(self) -> [u8; 32] {
        [self as u8 + 1; 32]
    }

    /// The account that [`World::post`] writes.
    pub const fn address(self) -> Pubkey {
        Pubkey::new_from_array([self as u8 + 0xf0; 32])
    }
}

/// The accounts that [`World::post`] writes.
pub const PRICES: Prices = Prices { io: Feed::Io.address(), usdc: Feed::Usdc.address() };

/// The parameters of [`World::start_buyback`]: those of genesis, with the greatest cap, whose share
/// of an hour is 416,666 USDC.
pub const PARAMS: Params = Params { daily_cap: MAX_DAILY_CAP, ..Params::GENESIS };

/// A posted price over its confidence.
const CONF: u64 = 2_000;

/// The admin of the buyback, and the wallets that the traders' IO comes from.
pub struct BuybackRoles {
    /// The admin.
    pub admin: Keypair,
    /// Wallets of the genesis allocations.
    pub owners: [Keypair; CATEGORIES],
}

impl World {
    /// A world after genesis with the buyback initialized and its accounts created; no prices are
    /// posted.
    pub fn with_buyback() -> (Self, BuybackRoles) {
        let (mut world, owners) = Self::after_genesis();
        let admin = world.start_buyback();
        (world, BuybackRoles { admin, owners })
    }

    /// Initializes the buyback, creates its accounts and returns its admin.
    pub fn start_buyback(&mut self) -> Keypair {
        let (admin, deployer) = (self.wallet(), self.deployer.insecure_clone());
        let params = InitializeParams {
            admin: admin.pubkey(),
            io_feed: Feed::Io.id(),
            usdc_feed: Feed::Usdc.id(),
            params: PARAMS,
        };
        self.accepted(&[buyback::initialize(&deployer.pubkey(), params)], &[&deployer]);
        self.accepted(&buyback::create_accounts(&deployer.pubkey()), &[&deployer]);
        admin
    }

    /// A wallet with `io` IO, `usdc` USDC and an account for each.
    pub fn trader(&mut self, roles: &BuybackRoles, io: u64, usdc: u64) -> Keypair {
        let wallet = self.wallet();
        let key = wallet.pubkey();
        let (io_account, usdc_account) = (self.io_account(&key), self.usdc_account(&key));
        if io > 0 {
            self.transfer_io(&roles.owners[COMMUNITY], &io_account, io * BASE_UNITS_PER_IO);
        }
        if usdc > 0 {
            self.mint_usdc(&usdc_account, usdc * BASE_UNITS_PER_USDC);
        }
        wallet
    }

    /// Fees arrive in the USDC vault: `usdc` USDC.
    pub fn revenue(&mut self, usdc: u64) {
        self.mint_usdc(&USDC_VAULT, usdc * BASE_UNITS_PER_USDC);
    }

    /// A price in 10^-8 USD as of now, with a confidence of 0.05%.
    pub fn usd(&self, price: i64) -> Quote {
        usd(price, self.now())
    }

    /// Posts an IO at `io` 10^-8 USD and a USDC at one USD, as of now.
    pub fn post_prices(&mut self, io: i64) {
        self.post(Feed::Io, self.usd(io));
        self.post(Feed::Usdc, self.usd(100_000_000));
    }

    /// Posts a price, fully verified, at the feed's own address.
    pub fn post(&mut self, feed: Feed, quote: Quote) {
        self.write_update(feed.address(), VerificationLevel::Full, feed.id(), quote);
    }

    /// Writes a price update as the receiver program does.
    ///
    /// # Panics
    /// If the address is a program's.
    pub fn write_update(
        &mut self,
        address: Pubkey,
        verification_level: VerificationLevel,
        feed_id: [u8; 32],
        quote: Quote,
    ) {
        let data = price_update(self.payer.pubkey(), verification_level, feed_id, quote);
        let lamports = self.svm.minimum_balance_for_rent_exemption(data.len());
        let account = Account { lamports, data, owner: pyth_solana_receiver_sdk::ID, ..Account::default() };
        self.svm.set_account(address, account).expect("an account that is not executable");
    }

    /// The price update at an address.
    ///
    /// # Panics
    /// If there is none.
    pub fn update(&self, address: &Pubkey) -> PriceUpdateV2 {
        let account = self.svm.get_account(address).unwrap_or_else(|| panic!("{address} does not exist"));
        PriceUpdateV2::try_deserialize(&mut &account.data[..]).expect("a price update")
    }

    /// The price at an address.
    ///
    /// # Panics
    /// If there is none.
    pub fn quote(&self, address: &Pubkey) -> Quote {
        let message = self.update(address).price_message;
        let PriceFeedMessage { price, conf, exponent, publish_time, ema_price: average, .. } = message;
        Quote { price, conf, exponent, publish_time, average }
    }

    /// Opens an auction of what the vault holds, and returns it.
    ///
    /// # Panics
    /// If one runs, or the vault holds too little.
    #[track_caller]
    pub fn open_auction(&mut self) -> Auction {
        self.accepted(&[buyback::open_auction()], &[]);
        self.buyback().auction
    }

    /// The offer that a fill finds at this second by the prices posted: of the auction that runs,
    /// or of the one that the fill opens.
    ///
    /// # Panics
    /// If a price is not fit for it, or the vault holds too little for an auction.
    #[track_caller]
    pub fn offer(&self) -> Offer {
        let (io, usdc) = (self.quote(&PRICES.io), self.quote(&PRICES.usdc));
        let vault = self.balance(&USDC_VAULT);
        buyback::offer(&self.buyback(), self.now(), vault, &io, &usdc).expect("an auction and fit prices").0
    }

    /// The admin announces an exchange, and its notice ends.
    pub fn allow_exchange(&mut self, admin: &Keypair, exchange: Pubkey) {
        self.accepted(&[buyback::announce_exchange(&admin.pubkey(), exchange)], &[admin]);
        self.pass(NOTICE_SECONDS);
    }

    /// The config of the buyback.
    ///
    /// # Panics
    /// Before `initialize`.
    pub fn buyback(&self) -> Config {
        let account = self.svm.get_account(&CONFIG.address).expect("initialize comes first");
        buyback::decode(&account.data).expect("the config")
    }

    /// A token account.
    ///
    /// # Panics
    /// If there is none.
    pub fn token(&self, address: &Pubkey) -> TokenAccount {
        let account = self.svm.get_account(address).unwrap_or_else(|| panic!("{address} does not exist"));
        TokenAccount::unpack(&account.data).expect("a token account")
    }

    /// Base units that a wallet's associated token account holds.
    pub fn held_by(&self, wallet: &Pubkey, mint: &Pubkey) -> u64 {
        self.balance(&token::associated_address(wallet, mint))
    }
}

/// A price in 10^-8 USD as of `publish_time`, with a confidence of 0.05%, that has not moved of
/// late.
pub const fn usd(price: i64, publish_time: i64) -> Quote {
    Quote { price, conf: price.unsigned_abs() / CONF, exponent: -8, publish_time, average: price }
}

/// The data of a feed's fully verified price update.
pub fn posted(write_authority: Pubkey, feed: Feed, quote: Quote) -> Vec<u8> {
    price_update(write_authority, VerificationLevel::Full, feed.id(), quote)
}

/// The data of a price update, as the receiver program keeps it.
fn price_update(
    write_authority: Pubkey,
    verification_level: VerificationLevel,
    feed_id: [u8; 32],
    quote: Quote,
) -> Vec<u8> {
    let Quote { price, conf, exponent, publish_time, average } = quote;
    let price_message = PriceFeedMessage {
        feed_id,
        price,
        conf,
        exponent,
        publish_time,
        prev_publish_time: publish_time.saturating_sub(1),
        ema_price: average,
        ema_conf: conf,
    };
    let update = PriceUpdateV2 { write_authority, verification_level, price_message, posted_slot: 1 };
    let mut data = Vec::new();
    update.try_serialize(&mut data).expect("a vector takes it");
    data.resize(PriceUpdateV2::LEN, 0);
    data
}
