//! A world with orders: clients, running orders, an oracle of outages, an arbiter.

use {
    crate::{
        buyback::Feed,
        staking::{Cast, H100},
        Receipt, World,
    },
    anchor_lang::prelude::Pubkey,
    io_addresses::{buyback, orders::CONFIG},
    io_client::orders::{
        self, ledger, mint, order_address, Config, CreateParams, Currency, InitializeParams, Ledger, Order,
        PriceRules, Rules, Stage, UnclaimedBalance,
    },
    io_economics::units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC},
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// Both currencies.
pub const CURRENCIES: [Currency; 2] = [Currency::Io, Currency::Usdc];

/// The rules at genesis.
pub const RULES: Rules = Rules::GENESIS;

/// The price rules at genesis, by the feeds of this world.
pub const PRICE_RULES: PriceRules =
    PriceRules { io_feed: Feed::Io.id(), usdc_feed: Feed::Usdc.id(), ..PriceRules::GENESIS };

/// Who holds the roles of orders.
pub struct OrdersRoles {
    /// Pauses, tunes, announces.
    pub admin: Keypair,
    /// Reports outages.
    pub oracle: Keypair,
    /// Decides disputes.
    pub arbiter: Keypair,
}

/// A node, its operator, and a client with money.
pub struct Deal {
    /// Runs the node.
    pub operator: Keypair,
    /// A node with 8 H100, attested.
    pub node: Pubkey,
    /// Has 1,000,000 IO and 1,000,000 USDC.
    pub client: Keypair,
}

impl World {
    /// A world after genesis in which staking and orders are initialized, with [`RULES`].
    pub fn with_orders() -> (Self, Cast, OrdersRoles) {
        let (mut world, cast) = Self::with_staking();
        let roles = world.start_orders();
        (world, cast, roles)
    }

    /// Initializes orders, and creates buyback's vaults.
    pub fn start_orders(&mut self) -> OrdersRoles {
        let [admin, oracle, arbiter] = [(); 3].map(|()| self.wallet());
        let deployer = self.deployer.insecure_clone();
        let params = InitializeParams {
            admin: admin.pubkey(),
            oracle: oracle.pubkey(),
            arbiter: arbiter.pubkey(),
            rules: RULES,
            prices: PRICE_RULES,
        };
        self.accepted(&[orders::initialize(&deployer.pubkey(), params)], &[&deployer]);
        for currency in CURRENCIES {
            let payer = self.payer.pubkey();
            self.accepted(&[orders::open_ledger(&payer, currency)], &[]);
            self.token_account(&buyback::CONFIG.address, &mint(currency));
        }
        OrdersRoles { admin, oracle, arbiter }
    }

    /// A wallet with whole IO and USDC.
    pub fn client(&mut self, cast: &Cast, io: u64, usdc: u64) -> Keypair {
        let client = self.holder(cast, io);
        let account = self.usdc_account(&client.pubkey());
        if usdc > 0 {
            self.mint_usdc(&account, usdc * BASE_UNITS_PER_USDC);
        }
        client
    }

    /// A second token account of a client, with 1,000 whole units from its first one.
    pub fn purse(&mut self, client: &Keypair, currency: Currency) -> Pubkey {
        let account = self.other_token_account(&client.pubkey(), &mint(currency));
        match currency {
            Currency::Io => drop(self.transfer_io(client, &account, 1_000 * BASE_UNITS_PER_IO)),
            Currency::Usdc => self.transfer_usdc(client, &account, 1_000 * BASE_UNITS_PER_USDC),
        }
        account
    }

    /// A node that is ready, and a client with money. The operator has token accounts of both
    /// mints.
    pub fn deal(&mut self, cast: &Cast) -> Deal {
        let (operator, node) = self.ready_node(cast, H100, 8);
        self.usdc_account(&operator.pubkey());
        let client = self.client(cast, 1_000_000, 1_000_000);
        Deal { operator, node, client }
    }

    /// Creates an order for `seconds` on two processors at 1.5 whole units an hour.
    pub fn create(&mut self, deal: &Deal, id: u64, currency: Currency, seconds: u32) -> Pubkey {
        let params = CreateParams { revision: self.node(&deal.node).revision, ..terms(currency, seconds) };
        let call = orders::create(&deal.client.pubkey(), id, &deal.node, currency, params);
        self.accepted(&[call], &[&deal.client]);
        order_address(&deal.client.pubkey(), id)
    }

    /// Creates an order and accepts it, with extensions.
    pub fn running(&mut self, deal: &Deal, id: u64, currency: Currency, seconds: u32) -> Pubkey {
        let address = self.create(deal, id, currency, seconds);
        self.accept(deal, &address, true);
        address
    }

    /// The operator accepts an order.
    pub fn accept(&mut self, deal: &Deal, address: &Pubkey, extendable: bool) -> Receipt {
        let order = self.order(address);
        let call = orders::accept(&deal.operator.pubkey(), address, &order, extendable);
        self.accepted(&[call], &[&deal.operator])
    }

    /// An order.
    ///
    /// # Panics
    /// If there is none.
    pub fn order(&self, address: &Pubkey) -> Order {
        self.read(address)
    }

    /// Where an order stands.
    ///
    /// # Panics
    /// If there is none.
    pub fn stage(&self, address: &Pubkey) -> Stage {
        self.order(address).escrow.stage
    }

    /// The config of orders.
    ///
    /// # Panics
    /// Before `initialize`.
    pub fn orders_config(&self) -> Config {
        self.read(&CONFIG.address)
    }

    /// The ledger of a currency.
    ///
    /// # Panics
    /// Before `open_ledger`.
    pub fn ledger(&self, currency: Currency) -> Ledger {
        self.read(&ledger(currency))
    }

    /// What waits for a payee.
    ///
    /// # Panics
    /// If there is no place for it.
    pub fn unclaimed(&self, payee: &Pubkey, currency: Currency) -> UnclaimedBalance {
        self.read(&orders::unclaimed_address(payee, currency))
    }

    /// Base units of a currency in a wallet's associated token account.
    pub fn wallet_balance(&self, wallet: &Pubkey, currency: Currency) -> u64 {
        self.balance(&io_client::token::associated_address(wallet, &mint(currency)))
    }
}

/// Two processors at 1.5 whole units an hour, of a node as it was registered.
pub fn terms(currency: Currency, seconds: u32) -> CreateParams {
    let unit = match currency {
        Currency::Io => BASE_UNITS_PER_IO,
        Currency::Usdc => BASE_UNITS_PER_USDC,
    };
    let (revision, most) = (0, u64::MAX);
    CreateParams { processors: 2, rate: unit * 3 / 2, duration: seconds, revision, most, reference: [7; 32] }
}
