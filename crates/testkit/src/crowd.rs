//! Many accounts at once, for what must cost the same among few and among many: the accounts that
//! as many calls would have left, with the vaults and the ledgers. The invariants hold for them as
//! for all others.

use {
    crate::{invariants, World},
    anchor_lang::{prelude::Pubkey, AccountSerialize, AnchorSerialize},
    io_addresses::staking::{CONFIG, STAKE_VAULT},
    io_client::{
        orders::{ask_address, bid_address, ledger, Ask, Bid, Ledger, Order},
        staking::{node_address, stake_address, Node, Pools, Stake},
    },
    io_economics::{staking::HOURS_AHEAD, time::hour},
    solana_account::Account,
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
};

impl World {
    /// `copies` more nodes like `node`, each with its operator's stake, and in `node` itself as
    /// many more stakes like that of `owner`. To be called in the second in which the node was
    /// attested: nothing is earned yet.
    ///
    /// # Panics
    /// If the node or a stake does not exist, or something was earned.
    pub fn crowd(&mut self, node: &Pubkey, owner: &Pubkey, copies: u32) {
        let original = self.node(node);
        let [own, other] = [original.operator, *owner].map(|owner| self.stake_of(node, &owner));
        assert!(original.ledger.acc_seen == 0 && original.ledger.reward_acc == 0, "something was earned");
        let [of_node, of_stake] =
            [*node, stake_address(node, owner)].map(|key| self.svm.get_account(&key).expect("it exists"));

        for _ in 0..copies {
            let (operator, holder) = (Pubkey::new_unique(), Pubkey::new_unique());
            let address = node_address(&operator, original.id);
            // Before anybody else staked to it.
            let mut copy = Node { operator, payout: operator, ..original };
            copy.ledger.bonded.shares = own.position.shares;
            copy.ledger.bonded.assets = own.position.worth(&original.ledger);
            copy.ledger.recount();
            self.put(address, &of_node, &copy);
            let stake = Stake { owner: operator, node: address, ..own };
            self.put(stake_address(&address, &operator), &of_stake, &stake);
            self.put(stake_address(node, &holder), &of_stake, &Stake { owner: holder, ..other });
        }

        let (own, others) = (
            own.position.worth(&original.ledger),
            other.position.worth(&original.ledger) * u64::from(copies),
        );
        let mut full = original;
        full.ledger.bonded.shares += other.position.shares * u128::from(copies);
        full.ledger.bonded.assets += others;
        full.ledger.recount();
        self.put(*node, &of_node, &full);
        self.weigh(&original, copies);
        self.fill(STAKE_VAULT.address, own * u64::from(copies) + others);
        invariants::check(self, true);
    }

    /// `copies` more orders like the one at `address`.
    ///
    /// # Panics
    /// If there is none.
    pub fn crowd_of_orders(&mut self, address: &Pubkey, copies: u64) {
        let account = self.svm.get_account(address).expect("an order");
        let order = self.order(address);
        let mut balances = self.ledger(order.currency);
        for _ in 0..copies {
            let serial = balances.serial;
            let copy = Pubkey::new_unique();
            self.put(copy, &account, &Order { serial, ..order });
            self.indexer.copied(address, copy, serial);
            balances.serial = Ledger::serial_after(serial).expect("a few orders");
        }
        let escrow = order.escrow.held().expect("terms that were checked") * copies;
        balances.balances.escrowed += escrow;
        self.replace(ledger(order.currency), &balances);
        self.fill(balances.vault, escrow);
    }

    /// `copies` more asks like the one of `node`, of nodes that do not exist.
    ///
    /// # Panics
    /// If there is none.
    pub fn crowd_of_asks(&mut self, node: &Pubkey, copies: u32) {
        let ask = self.ask(node);
        let account = self.svm.get_account(&ask_address(node)).expect("an ask");
        for _ in 0..copies {
            let copy = Ask { node: Pubkey::new_unique(), ..ask };
            self.put(ask_address(&copy.node), &account, &copy);
            self.asks.copied(&copy);
        }
    }

    /// `copies` more bids like the one at `address`, by nodes that do not exist; without a bond.
    ///
    /// # Panics
    /// If there is none.
    pub fn crowd_of_bids(&mut self, address: &Pubkey, copies: u32) {
        let bid = self.bid_at(address);
        let account = self.svm.get_account(address).expect("a bid");
        for _ in 0..copies {
            let copy = Bid { node: Pubkey::new_unique(), bond: 0, ..bid };
            let address = bid_address(&copy.request, &copy.node);
            self.put(address, &account, &copy);
            self.indexer.2.copied(address, &copy);
        }
    }

    /// Counts `copies` more nodes like `node` in its pool.
    fn weigh(&mut self, node: &Node, copies: u32) {
        let mut account = self.svm.get_account(&CONFIG.address).expect("it exists");
        let mut pools = self.staking().pools;
        let (pool, weight) = (pools.of(node.pool), node.ledger.weight * u64::from(copies));
        pool.weight += weight;
        pool.expiring[usize::try_from(hour(node.ledger.weight_until)).expect("hours") % HOURS_AHEAD] +=
            weight;
        let behind = account.data.len() - Pools::SPACE;
        pools.serialize(&mut &mut account.data[behind..]).expect("pools of the same size");
        self.svm.set_account(CONFIG.address, account).expect("an account that is not executable");
    }

    fn replace(&mut self, address: Pubkey, contents: &impl AccountSerialize) {
        let account = self.svm.get_account(&address).expect("it exists");
        self.put(address, &account, contents);
    }

    fn put(&mut self, address: Pubkey, like: &Account, contents: &impl AccountSerialize) {
        let mut account = like.clone();
        contents.try_serialize(&mut &mut account.data[..]).expect("an account of the same size");
        self.svm.set_account(address, account).expect("an account that is not executable");
    }

    fn fill(&mut self, vault: Pubkey, amount: u64) {
        let mut account = self.svm.get_account(&vault).expect("the vault");
        let mut token = TokenAccount::unpack(&account.data).expect("a token account");
        token.amount += amount;
        token.pack_into_slice(&mut account.data);
        self.svm.set_account(vault, account).expect("an account that is not executable");
    }
}
