//! 6: of stake, rewards, escrow and pay nothing reaches anyone but the owner, the node's payout
//! wallet, the client and the provider, except the fees, which reach buyback's vaults.

use {
    super::tenders::{self, Named},
    crate::{Receipt, World},
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::{
        buyback,
        emission::{ID as EMISSION, MINT},
        external::USDC_MINT,
        orders, staking,
    },
    io_client::{
        emission,
        orders::{
            events::{
                FeesSwept, NoticeGiven, OrderBooked, OrderCancelled, OrderCreated, OrderDisputed, OrderEnded,
                OrderExtended, OrderResolved, OrderSettled, UnclaimedCredited, UnclaimedDelivered,
                UnclaimedTaken,
            },
            mint, Order,
        },
        staking::events::{Claimed, CommissionClaimed, Staked, Withdrawn},
    },
    solana_instruction::Instruction,
    solana_program_pack::Pack,
    spl_token_interface::state::Account as TokenAccount,
    std::collections::{BTreeMap, BTreeSet, HashMap},
};

/// Base units in the token accounts that a transaction names, by mint and wallet.
type Wallets = BTreeMap<(Pubkey, Pubkey), i128>;

/// The wallets that hold the programs' own vaults.
const OWN: [Pubkey; 2] = [staking::CONFIG.address, orders::CONFIG.address];

/// What a transaction of io_staking and io_orders alone, with a crank or without, may move.
pub(crate) struct Flows {
    named: BTreeSet<Pubkey>,
    before: Wallets,
    orders: HashMap<Pubkey, Order>,
    tenders: Named,
    signers: BTreeSet<Pubkey>,
}

impl Flows {
    /// The balances before a transaction; none if it calls other programs too.
    pub(crate) fn before(world: &World, instructions: &[Instruction]) -> Option<Self> {
        // A crank mints to staking's own vault.
        let crank = emission::crank().data;
        let ours = |call: &Instruction| match call.program_id {
            staking::ID | orders::ID => true,
            EMISSION => call.data == crank,
            _ => false,
        };
        if !instructions.iter().all(ours) {
            return None;
        }
        let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
        let signers = metas.clone().filter(|meta| meta.is_signer).map(|meta| meta.pubkey).collect();
        let named = metas.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
        let before = balances(world, &named);
        let (orders, tenders) = (orders_among(world, &named), tenders::among(world, &named));
        Some(Self { named, before, orders, tenders, signers })
    }

    /// Checks that each wallet has what its events say.
    ///
    /// # Panics
    /// If money went elsewhere.
    pub(crate) fn check(mut self, world: &World, receipt: &Receipt) {
        for (address, order) in orders_among(world, &self.named) {
            // An order created here; or accepted here, which is when it gets its provider.
            self.orders.insert(address, order);
        }
        self.tenders.extend(tenders::among(world, &self.named));
        let mut expected = std::mem::take(&mut self.before);
        let mut pay = |mint: Pubkey, wallet: Pubkey, amount: i128| {
            *expected.entry((mint, wallet)).or_default() += amount;
        };
        let io = MINT.address;
        for event in receipt.events::<Staked>() {
            pay(io, event.owner, -i128::from(event.amount));
        }
        receipt.events::<Claimed>().iter().for_each(|event| pay(io, event.owner, event.amount.into()));
        receipt.events::<Withdrawn>().iter().for_each(|event| pay(io, event.owner, event.paid.into()));
        for event in receipt.events::<CommissionClaimed>() {
            pay(io, event.payout, event.amount.into());
        }
        self.orders_pay(receipt, &mut pay);
        tenders::flows(receipt, &self.tenders, &mut pay);
        expected.retain(|(_, wallet), amount| *amount != 0 && !OWN.contains(wallet));
        assert_eq!(balances(world, &self.named), expected, "money reached another wallet");
    }

    /// Whoever pays in has signed.
    fn paid_in(&self, receipt: &Receipt, pay: &mut impl FnMut(Pubkey, Pubkey, i128)) {
        let mut paid = |order: &Pubkey, payer: Pubkey, cost: u64, fees: u64| {
            assert!(self.signers.contains(&payer), "somebody paid who has not signed");
            pay(mint(self.orders[order].currency), payer, -i128::from(cost) - i128::from(fees));
        };
        for event in receipt.events::<OrderCreated>() {
            paid(&event.order, event.payer, event.cost, event.fees);
        }
        for event in receipt.events::<OrderBooked>() {
            paid(&event.order, event.payer, event.cost, event.fees);
        }
        for event in receipt.events::<OrderExtended>() {
            paid(&event.order, event.payer, event.cost, event.fees);
        }
    }

    fn orders_pay(&self, receipt: &Receipt, pay: &mut impl FnMut(Pubkey, Pubkey, i128)) {
        self.paid_in(receipt, pay);
        let mut client = |address: Pubkey, amount: i128| {
            let order = &self.orders[&address];
            pay(mint(order.currency), order.client, amount);
        };
        for event in receipt.events::<OrderDisputed>() {
            client(event.order, -i128::from(event.bond));
        }
        receipt.events::<OrderCancelled>().iter().for_each(|event| client(event.order, event.refund.into()));
        receipt.events::<OrderEnded>().iter().for_each(|event| client(event.order, event.refund.into()));
        receipt.events::<NoticeGiven>().iter().for_each(|event| client(event.order, event.refund.into()));
        for event in receipt.events::<OrderSettled>() {
            client(event.order, i128::from(event.client) + i128::from(event.bond));
        }
        for event in receipt.events::<OrderResolved>() {
            client(event.order, i128::from(event.client) + i128::from(event.bond_returned));
        }
        let settled = receipt.events::<OrderSettled>().into_iter().map(|event| (event.order, event.provider));
        let resolved =
            receipt.events::<OrderResolved>().into_iter().map(|event| (event.order, event.provider));
        for (address, amount) in settled.chain(resolved) {
            let order = &self.orders[&address];
            pay(mint(order.currency), order.provider, amount.into());
        }
        for event in receipt.events::<UnclaimedCredited>() {
            pay(event.mint, event.payee, -i128::from(event.amount));
        }
        // A payee may take it anywhere; the tests take it to the payee's own accounts.
        receipt
            .events::<UnclaimedTaken>()
            .iter()
            .for_each(|event| pay(event.mint, event.payee, event.amount.into()));
        for event in receipt.events::<UnclaimedDelivered>() {
            pay(event.mint, event.payee, event.amount.into());
        }
        for event in receipt.events::<FeesSwept>() {
            pay(event.mint, buyback::CONFIG.address, event.amount.into());
        }
    }
}

fn orders_among(world: &World, named: &BTreeSet<Pubkey>) -> HashMap<Pubkey, Order> {
    let accounts = named.iter().filter_map(|key| Some((*key, world.svm.get_account(key)?)));
    accounts
        .filter(|(_, account)| account.owner == orders::ID)
        .filter_map(|(key, account)| Some((key, Order::try_deserialize(&mut &account.data[..]).ok()?)))
        .collect()
}

/// The vaults, whose wallets are the configs, are not in it.
fn balances(world: &World, named: &BTreeSet<Pubkey>) -> Wallets {
    let mut wallets = Wallets::new();
    for account in named.iter().filter_map(|key| world.svm.get_account(key)) {
        if let Ok(token) = TokenAccount::unpack(&account.data) {
            if token.mint == MINT.address || token.mint == USDC_MINT {
                *wallets.entry((token.mint, token.owner)).or_default() += i128::from(token.amount);
            }
        }
    }
    wallets.retain(|(_, wallet), amount| *amount != 0 && !OWN.contains(wallet));
    wallets
}
