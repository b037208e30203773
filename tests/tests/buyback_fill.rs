//! Fills, the day's budget, and what both refuse.

use {
    anchor_lang::{prelude::Pubkey, AccountDeserialize},
    io_addresses::{
        buyback::{CONFIG, IO_VAULT, SWAPPER_USDC, USDC_VAULT},
        emission::MINT,
        external::USDC_MINT,
    },
    io_client::{
        buyback::{self, events::Filled, BuybackError},
        token,
    },
    io_economics::{
        buyback::{Params, MIN_DAILY_CAP},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{BuybackRoles, PARAMS, PRICES},
        calls::{with_account, NO_SIGNATURE, OTHER_PROGRAM},
        Receipt, Refusal, World, OWNER_MISMATCH,
    },
    solana_instruction::Instruction,
    solana_instruction_error::InstructionError,
    solana_keypair::Keypair,
    solana_signer::Signer,
    solana_transaction_error::TransactionError,
    spl_token_interface::error::TokenError,
};

const DAY: i64 = 86_400;
const QUARTER: i64 = 25_000_000;
const INSUFFICIENT_FUNDS: u32 = TokenError::InsufficientFunds as u32;
const MINT_MISMATCH: u32 = TokenError::MintMismatch as u32;
const FROZEN: u32 = TokenError::AccountFrozen as u32;

struct Scene {
    world: World,
    desk: BuybackRoles,
    holder: Keypair,
}

impl Scene {
    /// The first second of a day with 10,000 USDC of revenue, prices of the moment and a holder of 100,000 IO.
    fn new() -> Self {
        let (mut world, desk) = World::with_buyback();
        world.revenue(10_000);
        world.post_prices(QUARTER);
        let holder = world.trader(&desk, 100_000, 0);
        Self { world, desk, holder }
    }

    fn call(&self, io: u64) -> Instruction {
        buyback::fill(&self.holder.pubkey(), &PRICES, io, 0)
    }

    fn fill(&mut self, io: u64) -> Receipt {
        let call = self.call(io);
        self.world.accepted(&[call], &[&self.holder])
    }

    #[track_caller]
    fn refused(&mut self, call: Instruction, error: impl Into<Refusal>) {
        self.world.refused(&[call], &[&self.holder.insecure_clone()], error);
    }

    /// Moves on with new prices.
    fn pass(&mut self, seconds: i64) {
        self.world.pass(seconds);
        self.world.post_prices(QUARTER);
    }

    fn usdc(&self) -> u64 {
        self.world.held_by(&self.holder.pubkey(), &USDC_MINT)
    }
}

#[test]
fn the_offer_climbs_over_the_day() {
    let mut scene = Scene::new();
    let mut last = 0;
    for _ in 0..24 {
        let before = scene.usdc();
        scene.fill(100 * IO);
        let paid = scene.usdc() - before;
        assert!(paid > last, "{paid} after {last}");
        last = paid;
        scene.pass(DAY / 24 - 1);
    }
    // 25 USD less the confidences, from 5% under to nearly 5% over.
    assert!(last > 26 * USDC && last < 26_250_000, "{last}");
}

#[test]
fn nothing_is_no_fill() {
    let mut scene = Scene::new();
    let call = scene.call(0);
    scene.refused(call, BuybackError::ZeroAmount);
}

#[test]
fn what_is_worth_less_than_a_base_unit_is_refused() {
    let mut scene = Scene::new();
    // 0.2375 USDC an IO, so that 422 base units are worth 1.00225.
    let call = scene.call(400);
    scene.refused(call, BuybackError::WorthNothing);
    scene.fill(430);
    assert_eq!(scene.usdc(), 1);
}

#[test]
fn a_fill_above_the_budget_is_refused_and_one_to_its_last_unit_is_not() {
    let mut scene = Scene::new();
    let offer = scene.world.offer();
    let all = offer.io_for_usdc(10_000 * USDC).unwrap();
    let above = offer.io_for_usdc(10_000 * USDC + 1).unwrap();
    let call = scene.call(above);
    scene.refused(call, BuybackError::OverBudget);
    scene.fill(all);
    assert_eq!(scene.world.balance(&USDC_VAULT), 0);
    let call = scene.call(IO);
    scene.refused(call, BuybackError::OverBudget);
    let call = scene.call(u64::MAX);
    scene.refused(call, BuybackError::OverBudget);
}

#[test]
fn a_fill_under_the_callers_own_limit_is_refused() {
    let mut scene = Scene::new();
    let least = scene.world.offer().usdc_for_io(100 * IO).unwrap();
    let key = scene.holder.pubkey();
    scene.refused(buyback::fill(&key, &PRICES, 100 * IO, least + 1), BuybackError::BelowLimit);
    let call = buyback::fill(&key, &PRICES, 100 * IO, least);
    scene.world.accepted(&[call], &[&scene.holder]);
    assert_eq!(scene.usdc(), least);
}

#[test]
fn usdc_comes_from_the_vault_alone_and_does_not_go_back() {
    let mut scene = Scene::new();
    let key = scene.holder.pubkey();
    let own = token::associated_address(&key, &USDC_MINT);
    let other = scene.world.trader(&scene.desk, 0, 1_000);
    let others = token::associated_address(&other.pubkey(), &USDC_MINT);
    for vault in [own, others, IO_VAULT, SWAPPER_USDC, CONFIG.address] {
        let call = with_account(scene.call(IO), USDC_VAULT, vault);
        scene.refused(call, BuybackError::WrongUsdcVault);
    }
    let call = with_account(scene.call(IO), own, USDC_VAULT);
    scene.refused(call, BuybackError::DestinationIsVault);
    // To anyone else it may go.
    let call = with_account(scene.call(IO), own, others);
    scene.world.accepted(&[call], &[&scene.holder]);
    let call = with_account(scene.call(IO), own, SWAPPER_USDC);
    scene.world.accepted(&[call], &[&scene.holder]);
}

#[test]
fn only_io_of_the_caller_is_burned() {
    let mut scene = Scene::new();
    let key = scene.holder.pubkey();
    let own = token::associated_address(&key, &MINT.address);
    let other = scene.world.trader(&scene.desk, 1_000, 1_000);
    let others = token::associated_address(&other.pubkey(), &MINT.address);
    let call = with_account(scene.call(IO), own, others);
    scene.refused(call, OWNER_MISMATCH);
    scene.world.transfer_io(&other, &IO_VAULT, IO);
    let call = with_account(scene.call(IO), own, IO_VAULT);
    scene.refused(call, OWNER_MISMATCH);
    let usdc = token::associated_address(&key, &USDC_MINT);
    scene.world.mint_usdc(&usdc, IO);
    let call = with_account(scene.call(IO), own, usdc);
    scene.refused(call, MINT_MISMATCH);
    let foreign = scene.world.mint(8);
    let call = with_account(scene.call(IO), MINT.address, foreign);
    scene.refused(call, BuybackError::WrongMint);
    let call = with_account(scene.call(IO), MINT.address, USDC_MINT);
    scene.refused(call, BuybackError::WrongMint);
    let mut unsigned = scene.call(IO);
    unsigned.accounts[0].is_signer = false;
    scene.world.refused(&[unsigned], &[], NO_SIGNATURE);
}

#[test]
fn more_io_than_the_caller_has_is_refused() {
    let mut scene = Scene::new();
    let poor = scene.world.trader(&scene.desk, 1, 0);
    let call = buyback::fill(&poor.pubkey(), &PRICES, IO + 1, 0);
    scene.world.refused(&[call], &[&poor], INSUFFICIENT_FUNDS);
}

/// The config is `dup`: in every other place it is refused.
#[test]
fn the_config_passes_for_nothing_else() {
    let mut scene = Scene::new();
    let call = scene.call(IO);
    let [source, destination, rest @ ..] = [2, 3, 4, 5, 6, 7, 8].map(|place| {
        let mut call = call.clone();
        call.accounts[place].pubkey = CONFIG.address;
        call
    });
    // It is no token account.
    for call in [source, destination] {
        let failure = scene.world.send(&[call], &[&scene.holder]).unwrap_err();
        let error = TransactionError::InstructionError(0, InstructionError::InvalidAccountData);
        assert_eq!(failure.error, error, "{failure:?}");
    }
    let errors: [Refusal; 5] = [
        BuybackError::WrongUsdcVault.into(),
        BuybackError::WrongMint.into(),
        BuybackError::WrongPriceOwner.into(),
        BuybackError::WrongPriceOwner.into(),
        OTHER_PROGRAM.into(),
    ];
    for (call, error) in rest.into_iter().zip(errors) {
        scene.refused(call, error);
    }
    let copy = scene.world.key().pubkey();
    let state = scene.world.svm.get_account(&CONFIG.address).unwrap();
    scene.world.svm.set_account(copy, state).unwrap();
    let call = with_account(scene.call(IO), CONFIG.address, copy);
    scene.refused(call, BuybackError::WrongConfig);
    let burn = with_account(buyback::burn(), CONFIG.address, copy);
    scene.world.refused(&[burn], &[], BuybackError::WrongConfig);
}

#[test]
fn a_frozen_account_takes_no_pay_and_loses_no_io() {
    let mut scene = Scene::new();
    let own = token::associated_address(&scene.holder.pubkey(), &USDC_MINT);
    scene.world.freeze(&own);
    let call = scene.call(IO);
    scene.refused(call, FROZEN);
    scene.world.thaw(&own);
    scene.world.freeze(&USDC_VAULT);
    let call = scene.call(IO);
    scene.refused(call, FROZEN);
    // Fees paid in IO burn all the same.
    scene.world.transfer_io(&scene.desk.owners[4], &IO_VAULT, IO);
    scene.world.accepted(&[buyback::burn()], &[]);
}

#[test]
fn a_pause_stops_fills_and_not_the_burn() {
    let mut scene = Scene::new();
    let admin = scene.desk.admin.insecure_clone();
    scene.world.accepted(&[buyback::set_paused(&admin.pubkey(), true)], &[&admin]);
    let call = scene.call(IO);
    scene.refused(call, BuybackError::Paused);
    scene.world.transfer_io(&scene.desk.owners[4], &IO_VAULT, IO);
    scene.world.accepted(&[buyback::burn()], &[]);
    scene.world.accepted(&[buyback::set_paused(&admin.pubkey(), false)], &[&admin]);
    scene.fill(IO);
}

#[test]
fn the_budget_is_fixed_at_the_first_touch() {
    let mut scene = Scene::new();
    scene.fill(IO);
    scene.world.revenue(10_000);
    let budget = scene.world.buyback().ledger.budget;
    assert_eq!(budget, 10_000 * USDC);
    let offer = scene.world.offer();
    let call = scene.call(offer.io_for_usdc(budget).unwrap());
    scene.refused(call, BuybackError::OverBudget);
    // What arrived later is there the next day.
    scene.pass(DAY);
    let receipt = scene.fill(IO);
    let now = &receipt.events::<Filled>()[0];
    assert!(now.budget > 19_999 * USDC && now.budget < 20_000 * USDC);
}

#[test]
fn two_fills_in_one_transaction_at_a_days_edge_share_one_budget() {
    let mut scene = Scene::new();
    scene.pass(DAY - 1);
    let half = scene.world.offer().io_for_usdc(5_000 * USDC).unwrap();
    let (call, third) = (scene.call(half), scene.call(IO));
    let holder = scene.holder.insecure_clone();
    scene.world.refused(&[call.clone(), call.clone(), third], &[&holder], BuybackError::OverBudget);
    let receipt = scene.world.accepted(&[call.clone(), call.clone()], &[&holder]);
    let fills = receipt.events::<Filled>();
    assert_eq!((fills.len(), fills[0].budget, fills[1].budget), (2, 10_000 * USDC, 10_000 * USDC));
    assert_eq!(scene.world.balance(&USDC_VAULT), 0);

    // A second later it is another day, whose budget is what came since; and the clock may go back and forth.
    scene.world.revenue(100);
    scene.refused(call.clone(), BuybackError::OverBudget);
    scene.pass(1);
    scene.refused(call, BuybackError::OverBudget);
    scene.fill(scene.world.offer().io_for_usdc(60 * USDC).unwrap());
    scene.world.pass(-1);
    let more = scene.call(scene.world.offer().io_for_usdc(50 * USDC).unwrap());
    scene.refused(more, BuybackError::OverBudget);
    scene.fill(scene.world.offer().io_for_usdc(39 * USDC).unwrap());
    assert_eq!(scene.world.buyback().ledger.day, (World::START + DAY) as u64 / DAY as u64);
}

/// A day leaves 4,000 of its 10,000 USDC: the next one has these and no more, whether its first fills come at its first
/// second or at its last.
#[test]
fn two_fills_in_one_transaction_do_not_spend_what_the_day_before_left() {
    for until_then in [1, DAY] {
        let mut scene = Scene::new();
        scene.pass(DAY - 1);
        scene.fill(scene.world.offer().io_for_usdc(6_000 * USDC).unwrap());
        assert_eq!(scene.world.buyback().ledger.left(), 4_000 * USDC);
        scene.pass(until_then);
        assert_eq!(scene.world.balance(&USDC_VAULT), 4_000 * USDC);

        let offer = scene.world.offer();
        let [all, half, one] =
            [4_000, 2_000, 1].map(|usdc| scene.call(offer.io_for_usdc(usdc * USDC).unwrap()));
        let holder = scene.holder.insecure_clone();
        scene.world.refused(&[all, one.clone()], &[&holder], BuybackError::OverBudget);
        let receipt = scene.world.accepted(&[half.clone(), half], &[&holder]);
        let budgets: Vec<_> = receipt.events::<Filled>().iter().map(|fill| fill.budget).collect();
        assert_eq!(budgets, [4_000 * USDC; 2]);
        scene.world.revenue(1);
        scene.refused(one, BuybackError::OverBudget);
    }
}

#[test]
fn a_clock_that_stands_still_brings_no_budget() {
    let mut scene = Scene::new();
    let all = scene.world.offer().io_for_usdc(10_000 * USDC).unwrap();
    scene.fill(all);
    scene.world.revenue(10_000);
    for _ in 0..5 {
        let call = scene.call(IO);
        scene.refused(call, BuybackError::OverBudget);
    }
}

#[test]
fn a_leap_of_a_year_brings_one_budget() {
    let mut scene = Scene::new();
    let (admin, cap) = (scene.desk.admin.insecure_clone(), MIN_DAILY_CAP);
    let params = Params { daily_cap: cap, ..PARAMS };
    scene.world.accepted(&[buyback::set_params(&admin.pubkey(), params)], &[&admin]);
    scene.fill(IO);
    assert_eq!(scene.world.buyback().ledger.budget, cap);
    scene.pass(365 * DAY);
    let io = scene.world.offer().io_for_usdc(cap).unwrap();
    let call = scene.call(io + 1_000);
    scene.refused(call, BuybackError::OverBudget);
    scene.fill(io);
    let call = scene.call(IO);
    scene.refused(call, BuybackError::OverBudget);
    assert!(scene.world.balance(&USDC_VAULT) > 8_990 * USDC, "nothing piled up");
}

#[test]
fn a_lower_cap_holds_from_the_next_day_on() {
    let mut scene = Scene::new();
    scene.fill(IO);
    let admin = scene.desk.admin.insecure_clone();
    let params = Params { daily_cap: MIN_DAILY_CAP, ..PARAMS };
    scene.world.accepted(&[buyback::set_params(&admin.pubkey(), params)], &[&admin]);
    scene.fill(scene.world.offer().io_for_usdc(5_000 * USDC).unwrap());
    scene.pass(DAY);
    scene.fill(IO);
    assert_eq!(scene.world.buyback().ledger.budget, MIN_DAILY_CAP);
}

#[test]
fn donations_are_burned_and_spent_like_fees() {
    let mut scene = Scene::new();
    let giver = scene.world.trader(&scene.desk, 10, 10);
    scene.world.transfer_io(&giver, &IO_VAULT, 10 * IO);
    scene.world.transfer_usdc(&giver, &USDC_VAULT, 10 * USDC);
    scene.fill(IO);
    assert_eq!(scene.world.buyback().ledger.budget, 10_010 * USDC);
    scene.world.accepted(&[buyback::burn()], &[]);
    assert_eq!(scene.world.buyback().totals.io_burned, 10 * IO);
}

#[test]
fn an_empty_vault_burns_nothing() {
    let mut scene = Scene::new();
    scene.world.refused(&[buyback::burn()], &[], BuybackError::NothingToBurn);
}

#[test]
fn the_burn_takes_the_vault_alone() {
    let mut scene = Scene::new();
    scene.world.transfer_io(&scene.desk.owners[4], &IO_VAULT, IO);
    let own = token::associated_address(&scene.holder.pubkey(), &MINT.address);
    for account in [own, USDC_VAULT, CONFIG.address] {
        let call = with_account(buyback::burn(), IO_VAULT, account);
        scene.world.refused(&[call], &[], BuybackError::WrongIoVault);
    }
    let foreign = scene.world.mint(8);
    let call = with_account(buyback::burn(), MINT.address, foreign);
    scene.world.refused(&[call], &[], BuybackError::WrongMint);
}

#[test]
fn without_vaults_nothing_moves() {
    let (mut world, owners) = World::after_genesis();
    let deployer = world.deployer.insecure_clone();
    let params = buyback::InitializeParams {
        admin: Pubkey::new_unique(),
        io_feed: io_testkit::buyback::Feed::Io.id(),
        usdc_feed: io_testkit::buyback::Feed::Usdc.id(),
        params: PARAMS,
    };
    world.accepted(&[buyback::initialize(&deployer.pubkey(), params)], &[&deployer]);
    world.post_prices(QUARTER);
    let desk = BuybackRoles { admin: deployer, owners };
    let holder = world.trader(&desk, 10, 0);
    let fill = buyback::fill(&holder.pubkey(), &PRICES, IO, 0);
    world.refused(&[fill], &[&holder], BuybackError::OverBudget);
    world.refused(&[buyback::burn()], &[], BuybackError::NothingToBurn);
}

/// Pieces of a fill at one second pay less, by a base unit a piece at most.
#[test]
fn pieces_do_not_pay_more() {
    let mut scene = Scene::new();
    let whole = scene.world.offer().usdc_for_io(1_000 * IO + 7_000).unwrap();
    for _ in 0..1_000 {
        scene.fill(IO + 7);
    }
    let paid = scene.usdc();
    assert!(paid <= whole && whole - paid <= 1_000, "{paid} of {whole}");
}

#[test]
fn every_event_rebuilds_the_config() {
    let mut scene = Scene::new();
    let receipt = scene.fill(100 * IO);
    let event = &receipt.events::<Filled>()[0];
    let account = scene.world.svm.get_account(&CONFIG.address).unwrap();
    let config = buyback::Config::try_deserialize(&mut &account.data[..]).unwrap();
    assert_eq!(event.filler, scene.holder.pubkey());
    assert_eq!((event.now, event.budget), (config.ledger.latest, config.ledger.budget));
    assert_eq!(
        (event.io_price_time, event.usdc_price_time),
        (config.ledger.io_price_time, config.ledger.usdc_price_time)
    );
    assert_eq!((event.usdc, event.io), (config.totals.usdc_spent, config.totals.io_bought));
    assert_eq!(event.usdc, config.ledger.spent);
}
