//! The same on a real bank: a slice of the stories, each transaction sent to the SVM of the tests
//! and to a bank of Agave's in the same state. Both must take it or refuse it alike, for the same
//! compute units, and leave the same accounts.

use {
    agave_feature_set::FEATURE_NAMES,
    io_client::{
        addresses::{
            buyback::{CONFIG, SWAPPER, SWAPPER_IO, SWAPPER_USDC, USDC_VAULT},
            external::{TOKEN_PROGRAM, UPGRADEABLE_LOADER, USDC_MINT},
        },
        buyback,
        economics::{
            time::{DAY, HOUR},
            units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
        },
        emission,
        orders::{self, order_address, Currency},
        staking,
        token::associated_address,
        token_swap,
    },
    io_testkit::{
        buyback::PRICES,
        orders::terms,
        owners::ECOSYSTEM,
        staking::{Cast, H100},
        World,
    },
    litesvm::LiteSVM,
    solana_account::{Account, AccountSharedData, ReadableAccount, WritableAccount},
    solana_clock::Clock,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_loader_v3_interface::state::UpgradeableLoaderState,
    solana_program_test::{ProgramTest, ProgramTestContext},
    solana_pubkey::{pubkey, Pubkey},
    solana_signer::Signer,
    solana_slot_hashes::SlotHashes,
    solana_transaction::Transaction,
    spl_token_interface::instruction as spl,
    std::{collections::BTreeSet, env},
    tokio::runtime::Runtime,
};

/// Owners of what a bank brings itself: builtins, sysvars, features.
const OF_THE_BANK: [Pubkey; 3] = [
    pubkey!("NativeLoader1111111111111111111111111111111"),
    pubkey!("Sysvar1111111111111111111111111111111111111"),
    pubkey!("Feature111111111111111111111111111111111111"),
];

/// A world, and a bank in the same state.
struct Twins {
    world: World,
    bank: ProgramTestContext,
    runtime: Runtime,
}

impl Twins {
    fn of(world: World) -> Self {
        // Without this it logs every step of the virtual machine.
        if env::var_os("RUST_LOG").is_none() {
            env::set_var("RUST_LOG", "error");
        }
        let mut test = ProgramTest::default();
        let active = LiteSVM::mainnet_feature_set();
        for feature in FEATURE_NAMES.keys().filter(|feature| !active.is_active(feature)) {
            test.deactivate_feature(*feature);
        }
        for (address, account) in &world.svm.accounts_db().inner {
            if account.lamports() > 0 && !OF_THE_BANK.contains(account.owner()) {
                test.add_account(*address, Account::from(deployed_long_ago(account.clone())));
            }
        }
        let runtime = Runtime::new().expect("threads");
        let bank = runtime.block_on(test.start_with_context());
        let mut twins = Self { world, bank, runtime };
        twins.pass(0);
        twins
    }

    /// Moves both clocks.
    fn pass(&mut self, seconds: i64) {
        self.world.pass(seconds);
        let clock = self.runtime.block_on(self.bank.banks_client.get_sysvar::<Clock>()).expect("a clock");
        self.bank.set_sysvar(&Clock { unix_timestamp: self.world.now(), ..clock });
    }

    /// Sends one transaction to both; what became of it.
    #[track_caller]
    fn send(&mut self, calls: &[Instruction], signers: &[&Keypair]) -> Result<(), String> {
        let outcome = self.world.send(calls, signers);
        let payer = self.world.payer.insecure_clone();
        let mut keys = vec![&payer];
        keys.extend(signers);
        let bank = &mut self.bank;
        // A seal is the hash of the latest slot.
        bank.set_sysvar(&self.world.svm.get_sysvar::<SlotHashes>());
        let landed = self.runtime.block_on(async {
            let blockhash = bank.get_new_latest_blockhash().await.expect("a blockhash");
            let transaction =
                Transaction::new_signed_with_payer(calls, Some(&payer.pubkey()), &keys, blockhash);
            bank.banks_client.process_transaction_with_metadata(transaction).await.expect("an answer")
        });
        match (&outcome, &landed.result) {
            (Ok(receipt), Ok(())) => {
                let units = landed.metadata.expect("of a transaction that landed").compute_units_consumed;
                assert_eq!(receipt.compute_units, units, "compute units");
            }
            (Err(failure), Err(error)) => assert_eq!(failure.error.to_string(), error.to_string()),
            _ => panic!("the world: {outcome:?}; the bank: {:?}", landed.result),
        }
        let named: BTreeSet<Pubkey> =
            calls.iter().flat_map(|call| call.accounts.iter().map(|meta| meta.pubkey)).collect();
        for address in named {
            let of_bank =
                self.runtime.block_on(self.bank.banks_client.get_account(address)).expect("an answer");
            let of_world = self.world.svm.get_account(&address).filter(|account| account.lamports > 0);
            let look = |account: &Account| (account.lamports, account.owner, account.data.clone());
            let is_theirs = |account: &Account| {
                OF_THE_BANK.contains(&account.owner) || account.owner == UPGRADEABLE_LOADER
            };
            if !of_world.as_ref().is_some_and(is_theirs) {
                assert!(of_world.as_ref().map(look) == of_bank.as_ref().map(look), "{address} differs");
            }
        }
        outcome.map(drop).map_err(|failure| failure.reason())
    }

    #[track_caller]
    fn accepted(&mut self, calls: &[Instruction], signers: &[&Keypair]) {
        self.send(calls, signers).unwrap_or_else(|reason| panic!("refused: {reason}"));
    }

    #[track_caller]
    fn refused(&mut self, calls: &[Instruction], signers: &[&Keypair], reason: &str) {
        assert_eq!(self.send(calls, signers), Err(reason.to_owned()));
    }
}

/// The bank begins at slot 1, the SVM where mainnet is: code counts as deployed at slot 0.
fn deployed_long_ago(mut account: AccountSharedData) -> AccountSharedData {
    if let Ok(UpgradeableLoaderState::ProgramData { upgrade_authority_address, .. }) = wincode::deserialize(
        &account.data()[..UpgradeableLoaderState::size_of_programdata_metadata().min(account.data().len())],
    ) {
        let state = UpgradeableLoaderState::ProgramData { slot: 0, upgrade_authority_address };
        let header = wincode::serialize(&state).expect("a fixed layout");
        account.data_as_mut_slice()[..header.len()].copy_from_slice(&header);
    }
    account
}

#[test]
fn genesis_and_a_month() {
    let mut world = World::new();
    let owners = [(); 5].map(|()| world.wallet().pubkey());
    let (deployer, stranger) = (world.deployer.insecure_clone(), world.wallet());
    let mut twins = Twins::of(world);
    let too_early = emission::initialize(&stranger.pubkey());
    twins.refused(&[too_early], &[&stranger], "NotUpgradeAuthority");
    for step in emission::genesis(&deployer.pubkey(), &owners, World::URI) {
        twins.accepted(&step, &[&deployer]);
    }
    twins.refused(&[emission::crank()], &[], "NothingDue");
    for _ in 0..3 {
        twins.pass(10 * DAY);
        twins.accepted(&[emission::crank()], &[]);
    }
}

#[test]
fn a_holder_stakes_earns_and_leaves_a_slashed_node() {
    let (mut world, cast) = World::with_staking();
    let (operator, node) = world.ready_node(&cast, H100, 8);
    let holder = world.holder(&cast, 10_000);
    let owner = holder.pubkey();
    let mut twins = Twins::of(world);
    twins.accepted(&staking::first_stake(&owner, &node, 7_000 * IO), &[&holder]);
    twins.pass(DAY / 2);
    twins.accepted(&[emission::crank(), staking::claim(&owner, &node)], &[&holder]);
    twins.accepted(&[staking::stake(&owner, &node, 1_000 * IO)], &[&holder]);
    report(&mut twins, &cast, &node);
    twins.pass(DAY / 2);
    // The operator offers half of the minimum, 8,000 IO, all of which is staked.
    let restake = |key: &Keypair| [emission::crank(), staking::restake(&key.pubkey(), &node)];
    twins.refused(&restake(&holder), &[&holder], "DelegationLimit");
    twins.accepted(&restake(&operator), &[&operator]);
    twins.accepted(&[staking::unstake(&owner, &node, 1_000 * IO)], &[&holder]);
    twins.refused(&[staking::withdraw(&owner, &node)], &[&holder], "NothingToWithdraw");
    twins.accepted(&[staking::propose_slash(&cast.slasher.pubkey(), &node, 5_000)], &[&cast.slasher]);
    twins.refused(&[staking::execute_slash(&node)], &[], "SlashNotOpen");
    twins.pass(30 * DAY);
    twins.accepted(&[staking::execute_slash(&node)], &[]);
    twins.accepted(&[staking::withdraw(&owner, &node)], &[&holder]);
    let worth = twins.world.stake_of(&node, &owner).position.worth(&twins.world.node(&node).ledger);
    twins.accepted(&[staking::unstake(&owner, &node, worth)], &[&holder]);
    twins.pass(14 * DAY);
    twins.accepted(&[staking::withdraw(&owner, &node)], &[&holder]);
    twins.refused(&[staking::close_stake(&owner, &node)], &[&holder], "NotEmpty");
    twins.accepted(&[emission::crank(), staking::claim(&owner, &node)], &[&holder]);
    twins.accepted(&[staking::close_stake(&owner, &node)], &[&holder]);
}

fn report(twins: &mut Twins, cast: &Cast, node: &Pubkey) {
    let report = twins.world.report(node, 9_000, 0);
    twins.accepted(&[staking::report_availability(&cast.oracle.pubkey(), &[report])], &[&cast.oracle]);
}

#[test]
fn an_order_is_paid_and_its_fees_burn() {
    let (mut world, cast, _) = World::with_orders();
    let admin = world.start_buyback();
    let deal = world.deal(&cast);
    let pool = world.pool(&cast.owners[ECOSYSTEM], 4_000_000, 1_000_000);
    world.allow_exchange(&admin, token_swap::ID);
    world.attest(&cast, &deal.node);
    let filler = world.holder(&cast, 1_000);
    world.usdc_account(&filler.pubkey());
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let mut twins = Twins::of(world);
    for (id, currency) in [(1, Currency::Io), (2, Currency::Usdc)] {
        let address = order_address(&client, id);
        let create = orders::create(&client, id, &deal.node, currency, terms(currency, HOUR as u32));
        twins.accepted(&[create], &[&deal.client]);
        let order = twins.world.order(&address);
        twins.accepted(&[orders::accept(&operator, &address, &order, true)], &[&deal.operator]);
        let order = twins.world.order(&address);
        twins.accepted(&[orders::extend(&client, &address, &order, 1_800)], &[&deal.client]);
        twins.refused(&[orders::settle(&address, &order, [None; 2])], &[], "FirstHour");
        twins.pass(2 * HOUR);
        report(&mut twins, &cast, &deal.node);
        let stranger = filler.pubkey();
        twins.accepted(&[orders::end(&stranger, &address, &order, None)], &[&filler]);
        twins.pass(DAY);
        report(&mut twins, &cast, &deal.node);
        twins.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        twins.accepted(&[orders::close(&address, &order)], &[]);
        twins.accepted(&[orders::sweep_fees(currency)], &[]);
    }
    twins.accepted(&[buyback::burn()], &[]);
    twins.refused(&[buyback::burn()], &[], "NothingToBurn");

    // Late in an auction the offer is above the pool's price.
    let from = associated_address(&client, &USDC_MINT);
    let give = spl::transfer(&TOKEN_PROGRAM, &from, &USDC_VAULT, &client, &[], 200 * USDC);
    let give = give.expect("a transfer");
    twins.accepted(&[give], &[&deal.client]);
    twins.accepted(&[buyback::open_auction()], &[]);
    twins.refused(&[buyback::open_auction()], &[], "AuctionRunning");
    twins.pass(2_700);
    twins.world.post_prices(25_000_000);
    for feed in [PRICES.io, PRICES.usdc] {
        let account = twins.world.svm.get_account(&feed).expect("a price");
        twins.bank.set_account(&feed, &account.into());
    }
    let usdc = twins.world.wallet_balance(&CONFIG.address, Currency::Usdc);
    assert!(usdc > USDC / 100, "{usdc}");
    let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, usdc / 2, 0);
    twins.accepted(&[buyback::swap_and_burn(&PRICES, usdc / 2, swap)], &[]);
    let fill = buyback::fill(&filler.pubkey(), &PRICES, 100 * IO, 0);
    twins.accepted(&[fill], &[&filler]);
}
