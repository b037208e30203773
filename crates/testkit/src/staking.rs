//! A world with staking: roles, classes, nodes, holders.

pub use io_client::classes::CLASSES;
use {
    crate::{owners::COMMUNITY, Receipt, World},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::staking::{CONFIG, ID},
    io_client::staking::{
        self, ConfigAndPools, InitializeParams, Node, NodeReport, RegisterParams, Report, Stake,
    },
    io_economics::{
        genesis::CATEGORIES,
        staking::{BPS, MIN_FULL_WEIGHT},
        units::BASE_UNITS_PER_IO,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// The number of the class H100.
pub const H100: u16 = 2;
/// The number of the class Apple M4.
pub const APPLE: u16 = 8;

/// Who holds the roles, and whose IO the holders get.
pub struct Cast {
    /// Pauses, tunes, announces.
    pub admin: Keypair,
    /// Reports availability.
    pub oracle: Keypair,
    /// Proposes slashes.
    pub slasher: Keypair,
    /// Wallets of the genesis allocations.
    pub owners: [Keypair; CATEGORIES],
}

impl World {
    /// A world after genesis in which staking is initialized and every class of [`CLASSES`] exists.
    /// The full weight of each pool is the least there can be: 100 fully available H100s.
    pub fn with_staking() -> (Self, Cast) {
        let (mut world, owners) = Self::after_genesis();
        let cast = world.start_staking(owners);
        (world, cast)
    }

    /// Initializes staking and creates every class of [`CLASSES`].
    pub fn start_staking(&mut self, owners: [Keypair; CATEGORIES]) -> Cast {
        self.start_staking_for(owners, MIN_FULL_WEIGHT)
    }

    /// The same, for a network that is expected to weigh `full_weight` in each pool.
    pub fn start_staking_for(&mut self, owners: [Keypair; CATEGORIES], full_weight: u64) -> Cast {
        let world = self;
        let [admin, oracle, slasher] = [(); 3].map(|()| world.wallet());
        let deployer = world.deployer.insecure_clone();
        let params = InitializeParams {
            admin: admin.pubkey(),
            oracle: oracle.pubkey(),
            slasher: slasher.pubkey(),
            gpu_full_weight: full_weight,
            cpu_full_weight: full_weight,
        };
        world.accepted(&[staking::initialize(&deployer.pubkey(), params)], &[&deployer]);
        for (id, (_, pool, multiplier)) in (0..).zip(CLASSES) {
            world.accepted(&[staking::create_class(&admin.pubkey(), id, pool, multiplier)], &[&admin]);
        }
        Cast { admin, oracle, slasher, owners }
    }

    /// A wallet with `io` IO.
    pub fn holder(&mut self, cast: &Cast, io: u64) -> Keypair {
        let wallet = self.wallet();
        let account = self.io_account(&wallet.pubkey());
        if io > 0 {
            self.transfer_io(&cast.owners[COMMUNITY], &account, io * BASE_UNITS_PER_IO);
        }
        wallet
    }

    /// Registers a node of `operator`, which pays out to the operator.
    pub fn register(&mut self, operator: &Keypair, id: u32, class: u16, processors: u32) -> Pubkey {
        let params = RegisterParams { processors, commission_bps: 0, payout: operator.pubkey() };
        self.accepted(&[staking::register_node(&operator.pubkey(), id, class, params)], &[operator]);
        staking::node_address(&operator.pubkey(), id)
    }

    /// Sets a node's offer to `io` IO.
    pub fn set_offer(&mut self, operator: &Keypair, node: &Pubkey, io: u64) -> Receipt {
        let call = staking::set_offer(&operator.pubkey(), node, io * BASE_UNITS_PER_IO);
        self.accepted(&[call], &[operator])
    }

    /// Stakes `io` IO, opening the stake if need be.
    pub fn stake(&mut self, owner: &Keypair, node: &Pubkey, io: u64) -> Receipt {
        let (key, amount) = (owner.pubkey(), io * BASE_UNITS_PER_IO);
        // Somebody may have sent lamports there.
        let stake = self.svm.get_account(&staking::stake_address(node, &key));
        if stake.is_none_or(|account| account.owner != ID) {
            return self.accepted(&staking::first_stake(&key, node, amount), &[owner]);
        }
        self.accepted(&[staking::stake(&key, node, amount)], &[owner])
    }

    /// The oracle reports a node fully available, as of now.
    pub fn attest(&mut self, cast: &Cast, node: &Pubkey) -> Receipt {
        let report = self.report(node, BPS, 0);
        self.accepted(&[staking::report_availability(&cast.oracle.pubkey(), &[report])], &[&cast.oracle])
    }

    /// A report on a node's present hardware, measured `age` seconds ago.
    pub fn report(&self, node: &Pubkey, availability_bps: u16, age: i64) -> NodeReport {
        let Node { class, revision, .. } = self.node(node);
        let report = Report { revision, availability_bps, reported_at: self.now() - age };
        NodeReport { node: *node, class, report }
    }

    /// A node with its minimum staked by its operator, half of which it offers to others, attested.
    pub fn ready_node(&mut self, cast: &Cast, class: u16, processors: u32) -> (Keypair, Pubkey) {
        let minimum = io_economics::staking::minimum_stake(CLASSES[usize::from(class)].2, processors);
        let io = minimum / BASE_UNITS_PER_IO;
        let operator = self.holder(cast, 2 * io);
        let node = self.register(&operator, 0, class, processors);
        self.stake(&operator, &node, io);
        self.set_offer(&operator, &node, io / 2);
        self.attest(cast, &node);
        (operator, node)
    }

    /// The config of staking, and the pools.
    ///
    /// # Panics
    /// Before `initialize`.
    pub fn staking(&self) -> ConfigAndPools {
        self.read(&CONFIG.address)
    }

    /// A node.
    ///
    /// # Panics
    /// If there is none.
    pub fn node(&self, address: &Pubkey) -> Node {
        self.read(address)
    }

    /// An owner's stake in a node.
    ///
    /// # Panics
    /// If there is none.
    pub fn stake_of(&self, node: &Pubkey, owner: &Pubkey) -> Stake {
        self.read(&staking::stake_address(node, owner))
    }

    pub(crate) fn read<T: AccountDeserialize>(&self, address: &Pubkey) -> T {
        let account = self.svm.get_account(address).unwrap_or_else(|| panic!("{address} does not exist"));
        T::try_deserialize(&mut &account.data[..]).unwrap_or_else(|error| panic!("{address}: {error}"))
    }
}
