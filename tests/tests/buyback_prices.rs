//! Prices that are not fit: fill and swap refuse each by name, and everything else goes on.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{
        buyback::{IO_VAULT, SWAPPER, SWAPPER_IO, SWAPPER_USDC},
        emission::MINT,
    },
    io_client::{
        buyback::{self, BuybackError, Prices},
        orders, staking, token_swap,
    },
    io_economics::{
        buyback::{Params, MIN_AGE_SECONDS, MIN_CONF_BPS},
        price::Quote,
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{BuybackRoles, Feed, PARAMS, PRICES},
        orders::CURRENCIES,
        owners::COMMUNITY,
        staking::H100,
        World,
    },
    pyth_solana_receiver_sdk::price_update::VerificationLevel,
    solana_instruction::Instruction,
    solana_keypair::Keypair,
    solana_signer::Signer,
};

/// When the auction opens.
const OPENED: i64 = World::START + 8 * DAY;
/// Half an hour later, when the offer is at the price of the oracle.
const NOW: i64 = OPENED + HOUR / 2;
const QUARTER: i64 = 25_000_000;

struct Scene {
    world: World,
    roles: BuybackRoles,
    holder: Keypair,
    swap: Instruction,
}

impl Scene {
    /// In the middle of an auction, with a holder who would sell and a pool that would swap; prices
    /// of the moment are posted.
    fn new() -> Self {
        let (mut world, roles) = World::with_buyback();
        let pool = world.pool(&roles.owners[COMMUNITY], 4_000_000, 1_000_000);
        world.allow_exchange(&roles.admin, token_swap::ID);
        world.set_clock(OPENED);
        world.revenue(10_000);
        world.open_auction();
        world.set_clock(NOW);
        world.post_prices(QUARTER);
        let holder = world.trader(&roles, 10_000, 0);
        let swap = pool.swap(&SWAPPER.address, SWAPPER_USDC, SWAPPER_IO, 10 * USDC, 0);
        Self { world, roles, holder, swap }
    }

    fn fill(&self, prices: &Prices) -> Instruction {
        buyback::fill(&self.holder.pubkey(), prices, 10 * IO, 0)
    }

    fn swap(&self, prices: &Prices) -> Instruction {
        buyback::swap_and_burn(prices, 10 * USDC, self.swap.clone())
    }

    /// Both ways to spend are refused with `error`, and burning fees is not.
    #[track_caller]
    fn refused_at(&mut self, prices: &Prices, error: BuybackError) {
        let (fill, swap) = (self.fill(prices), self.swap(prices));
        self.world.refused(&[fill], &[&self.holder.insecure_clone()], error);
        self.world.refused(&[swap], &[], error);
        self.world.transfer_io(&self.roles.owners[COMMUNITY], &IO_VAULT, 1);
        self.world.accepted(&[buyback::burn()], &[]);
    }

    #[track_caller]
    fn refused(&mut self, error: BuybackError) {
        self.refused_at(&PRICES, error);
    }

    /// `change` on either feed is refused with `error`.
    #[track_caller]
    fn refuses(&mut self, error: BuybackError, change: impl Fn(Quote) -> Quote) {
        for feed in [Feed::Io, Feed::Usdc] {
            let before = self.world.quote(&feed.address());
            self.world.post(feed, change(before));
            self.refused(error);
            self.world.post(feed, before);
        }
    }

    fn accepted(&mut self) {
        let (fill, swap) = (self.fill(&PRICES), self.swap(&PRICES));
        self.world.accepted(&[fill], &[&self.holder.insecure_clone()]);
        self.world.pass(HOUR / 8);
        self.world.post_prices(QUARTER);
        self.world.accepted(&[swap], &[]);
    }
}

#[test]
fn good_prices_pass() {
    Scene::new().accepted();
}

#[test]
fn too_old() {
    let mut scene = Scene::new();
    scene.refuses(BuybackError::PriceTooOld, |quote| Quote { publish_time: NOW - 61, ..quote });
    for feed in [Feed::Io, Feed::Usdc] {
        let quote = scene.world.quote(&feed.address());
        scene.world.post(feed, Quote { publish_time: NOW - 60, ..quote });
    }
    scene.accepted();
}

#[test]
fn too_far_ahead() {
    let mut scene = Scene::new();
    scene.refuses(BuybackError::PriceAhead, |quote| Quote { publish_time: NOW + 11, ..quote });
    for feed in [Feed::Io, Feed::Usdc] {
        let quote = scene.world.quote(&feed.address());
        scene.world.post(feed, Quote { publish_time: NOW + 10, ..quote });
    }
    scene.accepted();
}

/// An admin that takes no price while the offer climbs, and one for its own fill alone, in one
/// transaction, would sell every budget to itself as the auction ends, at up to 10% over the price
/// of the oracle, whoever competes. So an auction keeps the age and the width of its opening.
#[test]
fn no_admin_shuts_others_out_while_the_offer_climbs() {
    let mut scene = Scene::new();
    let (admin, holder) = (scene.roles.admin.insecure_clone(), scene.holder.insecure_clone());
    let set = |params| buyback::set_params(&admin.pubkey(), params);
    let narrow = Params { max_age: MIN_AGE_SECONDS, max_conf_bps: MIN_CONF_BPS, ..PARAMS };
    let post = |world: &mut World, seconds: i64, bps: u64| {
        for (feed, price) in [(Feed::Io, QUARTER), (Feed::Usdc, 100_000_000)] {
            let (conf, publish_time) = (price.unsigned_abs() * bps / 10_000, world.now() - seconds);
            world.post(feed, Quote { conf, publish_time, ..world.usd(price) });
        }
    };
    let (old, wide) = ((21, 5), (0, 51));
    scene.world.accepted(&[set(narrow)], &[&admin]);
    for (seconds, bps) in [old, wide] {
        post(&mut scene.world, seconds, bps);
        let fill = scene.fill(&PRICES);
        scene.world.accepted(&[fill], &[&holder]);
    }

    scene.world.set_clock(OPENED + HOUR);
    scene.world.open_auction();
    scene.world.set_clock(OPENED + 2 * HOUR - 1);
    let alone = [set(PARAMS), scene.fill(&PRICES), set(narrow)];
    for ((seconds, bps), error) in [(old, BuybackError::PriceTooOld), (wide, BuybackError::PriceTooWide)] {
        post(&mut scene.world, seconds, bps);
        scene.refused(error);
        scene.world.refused(&alone, &[&admin, &holder], error);
    }
    // What the least bounds take is taken from anyone.
    post(&mut scene.world, 20, 50);
    let fill = scene.fill(&PRICES);
    scene.world.accepted(&[fill], &[&holder]);
    scene.world.accepted(&alone, &[&admin, &holder]);
}

/// Somebody fills with dust by updates a second newer than the shared ones: nobody is shut out.
#[test]
fn older_than_the_last_one_used() {
    let mut scene = Scene::new();
    let own = Prices { io: scene.world.key().pubkey(), usdc: scene.world.key().pubkey() };
    for (address, feed) in [(own.io, Feed::Io), (own.usdc, Feed::Usdc)] {
        let shared = scene.world.quote(&feed.address());
        let newer = Quote { publish_time: NOW + 1, ..shared };
        scene.world.write_update(address, VerificationLevel::Full, feed.id(), newer);
    }
    let dust = buyback::fill(&scene.holder.pubkey(), &own, 1_000, 0);
    scene.world.accepted(&[dust], &[&scene.holder]);
    scene.accepted();
}

#[test]
fn far_over_the_average() {
    let mut scene = Scene::new();
    let (io, average) = (scene.world.quote(&PRICES.io), QUARTER * 10 / 11);
    scene.world.post(Feed::Io, Quote { conf: 0, average: average - 100_000, ..io });
    scene.refused(BuybackError::OverAverage);
    scene.world.post(Feed::Io, Quote { average: -QUARTER, ..io });
    scene.refused(BuybackError::OverAverage);
    // Of USDC the spot alone counts.
    scene.world.post(Feed::Io, io);
    let usdc = scene.world.quote(&PRICES.usdc);
    scene.world.post(Feed::Usdc, Quote { average: 0, ..usdc });
    scene.accepted();
}

#[test]
fn not_above_zero() {
    let mut scene = Scene::new();
    scene.refuses(BuybackError::PriceNotPositive, |quote| Quote { price: 0, ..quote });
    scene.refuses(BuybackError::PriceNotPositive, |quote| Quote { price: -quote.price, ..quote });
    scene.refuses(BuybackError::PriceNotPositive, |quote| Quote { price: i64::MIN, ..quote });
}

#[test]
fn too_wide() {
    let mut scene = Scene::new();
    let widest = |quote: &Quote| quote.price.unsigned_abs() / 100;
    scene.refuses(BuybackError::PriceTooWide, |quote| Quote { conf: widest(&quote) + 1, ..quote });
    scene.refuses(BuybackError::PriceTooWide, |quote| Quote { conf: u64::MAX, ..quote });
    let quote = scene.world.quote(&PRICES.io);
    scene.world.post(Feed::Io, Quote { conf: widest(&quote), ..quote });
    scene.accepted();
}

#[test]
fn absurd_exponents() {
    let mut scene = Scene::new();
    for exponent in [1, -19, i32::MAX, i32::MIN] {
        scene.refuses(BuybackError::PriceExponent, |quote| Quote { exponent, ..quote });
    }
    scene.world.post(Feed::Usdc, Quote { price: i64::MAX, exponent: 0, ..scene.world.quote(&PRICES.usdc) });
    scene.world.post(Feed::Io, Quote { price: 1, conf: 0, exponent: -18, ..scene.world.quote(&PRICES.io) });
    scene.refused(BuybackError::PriceOutOfRange);
}

/// At next to nothing an exchange would have to bring more IO than 64 bits hold.
#[test]
fn next_to_nothing() {
    let mut scene = Scene::new();
    let quote = scene.world.quote(&PRICES.io);
    scene.world.post(Feed::Io, Quote { price: 1, conf: 0, exponent: -12, ..quote });
    let (fill, swap) = (scene.fill(&PRICES), scene.swap(&PRICES));
    scene.world.refused(&[fill], &[&scene.holder], BuybackError::WorthNothing);
    scene.world.refused(&[swap], &[], BuybackError::TooLarge);
}

#[test]
fn partially_verified() {
    let mut scene = Scene::new();
    for num_signatures in [0, 1, 12, 255] {
        for feed in [Feed::Io, Feed::Usdc] {
            let quote = scene.world.quote(&feed.address());
            let level = VerificationLevel::Partial { num_signatures };
            scene.world.write_update(feed.address(), level, feed.id(), quote);
            scene.refused(BuybackError::PriceNotVerified);
            scene.world.post(feed, quote);
        }
    }
}

#[test]
fn of_another_feed() {
    let mut scene = Scene::new();
    let Prices { io, usdc } = PRICES;
    scene.refused_at(&Prices { io: usdc, usdc: io }, BuybackError::WrongFeed);
    scene.refused_at(&Prices { io, usdc: io }, BuybackError::WrongFeed);
    scene.refused_at(&Prices { io: usdc, usdc }, BuybackError::WrongFeed);
    // Beyond the first byte too.
    let mut other = Feed::Io.id();
    other[31] ^= 1;
    let quote = scene.world.quote(&io);
    scene.world.write_update(io, VerificationLevel::Full, other, quote);
    scene.refused(BuybackError::WrongFeed);
}

#[test]
fn of_another_owner() {
    let mut scene = Scene::new();
    for feed in [Feed::Io, Feed::Usdc] {
        let account = scene.world.svm.get_account(&feed.address()).unwrap();
        for owner in [Pubkey::default(), io_addresses::buyback::ID, Pubkey::new_from_array([9; 32])] {
            let forged = solana_account::Account { owner, ..account.clone() };
            scene.world.svm.set_account(feed.address(), forged).unwrap();
            scene.refused(BuybackError::WrongPriceOwner);
        }
        scene.world.svm.set_account(feed.address(), account).unwrap();
    }
}

#[test]
fn missing() {
    let mut scene = Scene::new();
    let nothing = scene.world.key().pubkey();
    scene.refused_at(&Prices { io: nothing, ..PRICES }, BuybackError::WrongPriceOwner);
    scene.refused_at(&Prices { usdc: nothing, ..PRICES }, BuybackError::WrongPriceOwner);
    scene.refused_at(&Prices { io: MINT.address, ..PRICES }, BuybackError::WrongPriceOwner);
}

#[test]
fn of_another_type() {
    let mut scene = Scene::new();
    for feed in [Feed::Io, Feed::Usdc] {
        let account = scene.world.svm.get_account(&feed.address()).unwrap();
        let mut of_another_type = account.clone();
        of_another_type.data[0] ^= 1;
        for length in [0, 7, 40, 41, 100] {
            let mut cut = account.clone();
            cut.data.truncate(length);
            scene.world.svm.set_account(feed.address(), cut).unwrap();
            scene.refused(BuybackError::WrongPriceAccount);
        }
        scene.world.svm.set_account(feed.address(), of_another_type).unwrap();
        scene.refused(BuybackError::WrongPriceAccount);
        scene.world.svm.set_account(feed.address(), account).unwrap();
    }
}

#[test]
fn a_clock_that_went_back_does_not_make_a_price_young() {
    let mut scene = Scene::new();
    let fill = scene.fill(&PRICES);
    scene.world.pass(60);
    scene.world.accepted(std::slice::from_ref(&fill), &[&scene.holder]);
    scene.world.pass(-60);
    scene.world.accepted(&[fill], &[&scene.holder]);
    scene.world.pass(61);
    scene.refused(BuybackError::PriceTooOld);
}

#[test]
fn without_prices_everything_else_goes_on() {
    let mut scene = Scene::new();
    let cast = scene.world.start_staking(scene.roles.owners.each_ref().map(Keypair::insecure_clone));
    let (operator, node) = scene.world.ready_node(&cast, H100, 1);
    scene.world.start_orders();
    let deal = scene.world.deal(&cast);
    scene.world.pass(DAY);
    scene.world.open_auction();
    scene.refused(BuybackError::PriceTooOld);
    let world = &mut scene.world;
    world.attest(&cast, &deal.node);
    let payer = world.payer.pubkey();
    for (id, currency) in (0..).zip(CURRENCIES) {
        let address = world.running(&deal, id, currency, DAY as u32);
        let order = world.order(&address);
        world.pass(DAY);
        world.accepted(&[orders::end(&payer, &address, &order, None)], &[]);
        world.pass(DAY);
        world.attest(&cast, &deal.node);
        world.accepted(&[orders::settle(&address, &order, [None; 2])], &[]);
        world.accepted(&[orders::close(&address, &order)], &[]);
        world.accepted(&[orders::sweep_fees(currency)], &[]);
    }
    world.accepted(&[buyback::burn()], &[]);
    world.crank();
    world.accepted(&[staking::claim(&operator.pubkey(), &node)], &[&operator]);
    world.accepted(&[buyback::set_paused(&scene.roles.admin.pubkey(), false)], &[&scene.roles.admin]);
}

/// The layout on mainnet, byte by byte: what the receiver's crate reads, and what testkit writes.
#[test]
fn a_price_update_lies_as_the_receiver_writes_it() {
    let receiver = Pubkey::from_str_const("rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ");
    let (mut world, at) = (World::new(), Pubkey::new_from_array([8; 32]));
    let quote = Quote {
        price: -0x0102_0304_0506_0708,
        conf: 0x1112_1314_1516_1718,
        exponent: -0x2122_2324,
        publish_time: 0x3132_3334_3536_3738,
        average: 0x5152_5354_5556_5758,
    };
    world.write_update(at, VerificationLevel::Full, [7; 32], quote);
    let account = world.svm.get_account(&at).unwrap();
    let expected = [
        &[34, 241, 35, 99, 157, 126, 244, 205][..],
        world.payer.pubkey().as_ref(),
        &[1],
        &[7; 32],
        &quote.price.to_le_bytes(),
        &quote.conf.to_le_bytes(),
        &quote.exponent.to_le_bytes(),
        &quote.publish_time.to_le_bytes(),
        &(quote.publish_time - 1).to_le_bytes(),
        &quote.average.to_le_bytes(),
    ]
    .concat();
    assert!(account.data.starts_with(&expected));
    assert_eq!((account.owner, account.data.len()), (receiver, 134));
    assert_eq!(buyback::quote_in(&account.data, &[7; 32]).unwrap(), quote);
}
