//! Nodes booked in IO at the oracle's price: what is paid, and each price that is refused, by name.

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::emission::MINT,
    io_client::{
        buyback::Prices,
        orders::{
            self, at_oracle_price, order_address, AskTerms, BookParams, Currency, OrdersError, PriceRules,
        },
    },
    io_economics::{
        price::Quote,
        time::{DAY, HOUR, NOTICE_SECONDS},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{Feed, PRICES},
        market::asked,
        orders::{Deal, OrdersRoles, PRICE_RULES, RULES},
        staking::Cast,
        World,
    },
    pyth_solana_receiver_sdk::price_update::VerificationLevel,
    solana_instruction::Instruction,
    solana_signer::Signer,
};

const QUARTER: i64 = 25_000_000;

struct Scene {
    world: World,
    cast: Cast,
    roles: OrdersRoles,
    deal: Deal,
    now: i64,
}

impl Scene {
    /// A node that asks 2 USDC an hour, in IO at the oracle's price and 2.5% more; prices of the
    /// moment are posted: an IO is a quarter of a dollar.
    fn new() -> Self {
        let (mut world, cast, roles) = World::with_orders();
        let deal = world.deal(&cast);
        world.post_prices(QUARTER);
        let terms = at_the_oracle(world.now());
        world.ask_for(&deal, terms);
        let now = world.now();
        Self { world, cast, roles, deal, now }
    }

    fn params(&self, seconds: i64) -> BookParams {
        self.world.taking(&self.deal.node, seconds)
    }

    /// A booking of two processors that names no prices.
    fn booking(&self, id: u64, currency: Currency, seconds: i64) -> Instruction {
        let params = self.params(seconds);
        orders::book(&self.deal.client.pubkey(), id, &self.deal.node, currency, params)
    }

    fn in_io(&self, id: u64, prices: &Prices, seconds: i64) -> Instruction {
        at_oracle_price(self.booking(id, Currency::Io, seconds), prices)
    }

    #[track_caller]
    fn refused_at(&mut self, prices: &Prices, error: OrdersError) {
        let call = self.in_io(9, prices, DAY);
        self.world.refused(&[call], &[&self.deal.client], error);
    }

    /// `change` on either feed is refused with `error`.
    #[track_caller]
    fn refuses(&mut self, error: OrdersError, change: impl Fn(Quote) -> Quote) {
        for feed in [Feed::Io, Feed::Usdc] {
            let before = self.world.quote(&feed.address());
            self.world.post(feed, change(before));
            self.refused_at(&PRICES, error);
            self.world.post(feed, before);
        }
    }

    #[track_caller]
    fn accepted(&mut self, id: u64) -> orders::Order {
        let call = self.in_io(id, &PRICES, DAY);
        self.world.accepted(&[call], &[&self.deal.client]);
        self.world.order(&order_address(&self.deal.client.pubkey(), id))
    }
}

fn at_the_oracle(now: i64) -> AskTerms {
    AskTerms { rate_usdc: 2 * USDC, rate_io: 0, oracle_io: true, premium_bps: 250, ..asked(now) }
}

#[test]
fn the_rate_is_the_price_of_the_moment_and_the_premium() {
    let mut scene = Scene::new();
    let [io, usdc] = [Feed::Io, Feed::Usdc].map(|feed| scene.world.quote(&feed.address()));
    scene.world.post(Feed::Io, Quote { conf: 0, ..io });
    scene.world.post(Feed::Usdc, Quote { conf: 0, ..usdc });
    let before = scene.world.wallet_balance(&scene.deal.client.pubkey(), Currency::Io);
    let order = scene.accepted(0);
    // 2 USDC an hour at a quarter of a dollar an IO, and 2.5%: 8.2 IO; two processors for a day,
    // and 0.25% fee.
    assert_eq!(order.escrow.rate, 82 * IO / 10);
    let cost = 2 * 24 * 82 * IO / 10;
    let after = scene.world.wallet_balance(&scene.deal.client.pubkey(), Currency::Io);
    assert_eq!(before - after, cost + cost / 400);
    assert_eq!((order.escrow.duration, order.escrow.longest), (DAY as u32, DAY as u32));
    // With the width of both prices, 0.05% each, the provider gets more.
    scene.world.post(Feed::Io, io);
    scene.world.post(Feed::Usdc, usdc);
    assert_eq!(scene.accepted(1).escrow.rate, (82 * IO / 10 * 10_005).div_ceil(9_995));
    // The average, if that is lower: at 0.2 dollars 10 IO and 2.5%.
    scene.world.post(Feed::Io, Quote { conf: 0, average: 20_000_000, ..io });
    scene.world.post(Feed::Usdc, Quote { conf: 0, ..usdc });
    assert_eq!(scene.accepted(2).escrow.rate, 1_025 * IO / 100);
}

#[test]
fn what_tools_foretell_is_what_is_paid() {
    let mut scene = Scene::new();
    let [io, usdc] = [PRICES.io, PRICES.usdc].map(|address| scene.world.quote(&address));
    let ask = scene.world.ask(&scene.deal.node).terms;
    let config = scene.world.orders_config();
    let rules = config.prices.at(scene.now);
    let rate = rules.rate_in_io(scene.now, &io, &usdc, ask.rate_usdc, ask.premium_bps).unwrap();
    let terms = orders::Terms {
        hire: orders::Hire { processors: 2, rate },
        duration: DAY as u32,
        currency: Currency::Io,
    };
    let total = terms.quote(&RULES).unwrap().total().unwrap();
    let book = |most| {
        let params = BookParams { most, ..scene.params(DAY) };
        let call = orders::book(&scene.deal.client.pubkey(), 0, &scene.deal.node, Currency::Io, params);
        at_oracle_price(call, &PRICES)
    };
    let (less, exactly) = (book(total - 1), book(total));
    scene.world.refused(&[less], &[&scene.deal.client], OrdersError::AboveLimit);
    scene.world.accepted(&[exactly], &[&scene.deal.client]);
}

/// An order in USDC at the same ask needs no price, and may be longer and extended.
#[test]
fn without_a_price_the_other_way_of_paying_goes_on() {
    let mut scene = Scene::new();
    for feed in [Feed::Io, Feed::Usdc] {
        scene.world.svm.set_account(feed.address(), solana_account::Account::default()).unwrap();
    }
    scene.refused_at(&PRICES, OrdersError::WrongPriceOwner);
    let call = scene.booking(0, Currency::Io, DAY);
    scene.world.refused(&[call], &[&scene.deal.client], OrdersError::PriceMissing);
    let call = scene.booking(0, Currency::Usdc, 2 * DAY);
    scene.world.accepted(&[call], &[&scene.deal.client]);
    let address = order_address(&scene.deal.client.pubkey(), 0);
    let order = scene.world.order(&address);
    assert_eq!(order.escrow.rate, 2 * USDC);
    let extend = orders::extend(&scene.deal.client.pubkey(), &address, &order, HOUR as u32);
    scene.world.accepted(&[extend], &[&scene.deal.client]);
    // A rate in IO of the ask's own needs none either.
    let terms = AskTerms { oracle_io: false, rate_io: 7 * IO, ..at_the_oracle(scene.now) };
    scene.world.ask_for(&scene.deal, terms);
    let call = scene.booking(1, Currency::Io, DAY);
    scene.world.accepted(&[call], &[&scene.deal.client]);
    let order = scene.world.order(&order_address(&scene.deal.client.pubkey(), 1));
    assert_eq!(order.escrow.rate, 7 * IO);
}

#[test]
fn price_accounts_are_missing() {
    let mut scene = Scene::new();
    let none = io_orders::ID;
    scene.refused_at(&Prices { io: none, ..PRICES }, OrdersError::PriceMissing);
    scene.refused_at(&Prices { usdc: none, ..PRICES }, OrdersError::PriceMissing);
    scene.accepted(0);
}

#[test]
fn too_old() {
    let mut scene = Scene::new();
    let now = scene.now;
    scene.refuses(OrdersError::PriceTooOld, |quote| Quote { publish_time: now - 31, ..quote });
    for feed in [Feed::Io, Feed::Usdc] {
        let quote = scene.world.quote(&feed.address());
        scene.world.post(feed, Quote { publish_time: now - 30, ..quote });
    }
    scene.accepted(0);
}

#[test]
fn too_far_ahead() {
    let mut scene = Scene::new();
    let now = scene.now;
    scene.refuses(OrdersError::PriceAhead, |quote| Quote { publish_time: now + 11, ..quote });
    let quote = scene.world.quote(&PRICES.io);
    scene.world.post(Feed::Io, Quote { publish_time: now + 10, ..quote });
    scene.accepted(0);
}

#[test]
fn too_wide() {
    let mut scene = Scene::new();
    let widest = |quote: &Quote| quote.price.unsigned_abs() / 100;
    scene.refuses(OrdersError::PriceTooWide, |quote| Quote { conf: widest(&quote) + 1, ..quote });
    scene.refuses(OrdersError::PriceTooWide, |quote| Quote { conf: u64::MAX, ..quote });
    let quote = scene.world.quote(&PRICES.io);
    scene.world.post(Feed::Io, Quote { conf: widest(&quote), ..quote });
    scene.accepted(0);
}

#[test]
fn not_above_zero() {
    let mut scene = Scene::new();
    scene.refuses(OrdersError::PriceNotPositive, |quote| Quote { price: 0, ..quote });
    scene.refuses(OrdersError::PriceNotPositive, |quote| Quote { price: -quote.price, ..quote });
    // So must the average of IO be, by which an IO is worth less.
    let quote = scene.world.quote(&PRICES.io);
    for average in [0, -QUARTER] {
        scene.world.post(Feed::Io, Quote { average, ..quote });
        scene.refused_at(&PRICES, OrdersError::PriceNotPositive);
    }
}

#[test]
fn absurd_exponents() {
    let mut scene = Scene::new();
    for exponent in [1, -19, i32::MAX, i32::MIN] {
        scene.refuses(OrdersError::PriceExponent, |quote| Quote { exponent, ..quote });
    }
    let (io, usdc) = (scene.world.quote(&PRICES.io), scene.world.quote(&PRICES.usdc));
    scene.world.post(Feed::Usdc, Quote { price: i64::MAX, exponent: 0, ..usdc });
    scene.world.post(Feed::Io, Quote { price: 1, average: 1, conf: 0, exponent: -18, ..io });
    scene.refused_at(&PRICES, OrdersError::PriceOutOfRange);
}

#[test]
fn partially_verified() {
    let mut scene = Scene::new();
    for feed in [Feed::Io, Feed::Usdc] {
        let quote = scene.world.quote(&feed.address());
        let level = VerificationLevel::Partial { num_signatures: 12 };
        scene.world.write_update(feed.address(), level, feed.id(), quote);
        scene.refused_at(&PRICES, OrdersError::PriceNotVerified);
        scene.world.post(feed, quote);
    }
}

#[test]
fn of_another_feed() {
    let mut scene = Scene::new();
    let Prices { io, usdc } = PRICES;
    for prices in [Prices { io: usdc, usdc: io }, Prices { io, usdc: io }, Prices { io: usdc, usdc }] {
        scene.refused_at(&prices, OrdersError::WrongFeed);
    }
    let mut other = Feed::Io.id();
    other[31] ^= 1;
    let quote = scene.world.quote(&io);
    scene.world.write_update(io, VerificationLevel::Full, other, quote);
    scene.refused_at(&PRICES, OrdersError::WrongFeed);
}

#[test]
fn no_price_update() {
    let mut scene = Scene::new();
    scene.refused_at(&Prices { io: MINT.address, ..PRICES }, OrdersError::WrongPriceOwner);
    for feed in [Feed::Io, Feed::Usdc] {
        let account = scene.world.svm.get_account(&feed.address()).unwrap();
        let forged = solana_account::Account { owner: Pubkey::new_from_array([9; 32]), ..account.clone() };
        scene.world.svm.set_account(feed.address(), forged).unwrap();
        scene.refused_at(&PRICES, OrdersError::WrongPriceOwner);
        let mut of_another_type = account.clone();
        of_another_type.data[0] ^= 1;
        let mut cut = account.clone();
        cut.data.truncate(100);
        for wrong in [of_another_type, cut] {
            scene.world.svm.set_account(feed.address(), wrong).unwrap();
            scene.refused_at(&PRICES, OrdersError::WrongPriceAccount);
        }
        scene.world.svm.set_account(feed.address(), account).unwrap();
    }
    scene.accepted(0);
}

#[test]
fn neither_longer_than_the_ask_says_nor_extended() {
    let mut scene = Scene::new();
    let [day, longer] = [DAY, DAY + 1].map(|seconds| scene.in_io(0, &PRICES, seconds));
    scene.world.refused(&[longer], &[&scene.deal.client], OrdersError::OraclePriceTooLong);
    scene.world.accepted(&[day], &[&scene.deal.client]);
    let address = order_address(&scene.deal.client.pubkey(), 0);
    let order = scene.world.order(&address);
    let extend = orders::extend(&scene.deal.client.pubkey(), &address, &order, 1);
    scene.world.refused(&[extend], &[&scene.deal.client], OrdersError::ExtensionRefused);
    // The operator may take the oracle's price for longer.
    let terms = AskTerms { oracle_seconds: 7 * DAY as u32, ..at_the_oracle(scene.now) };
    scene.world.ask_for(&scene.deal, terms);
    let week = scene.in_io(1, &PRICES, 7 * DAY);
    scene.world.accepted(&[week], &[&scene.deal.client]);
}

/// IO rises by a half: the client ends its order and books the rest again. The operator is paid for
/// what it served, at the price of each booking, and never below it.
#[test]
fn a_client_that_books_again_once_io_has_risen() {
    let mut scene = Scene::new();
    let first = scene.accepted(0);
    let address = order_address(&scene.deal.client.pubkey(), 0);
    scene.world.pass(6 * HOUR);
    let risen = QUARTER * 3 / 2;
    scene.world.post_prices(risen);
    let client = scene.deal.client.pubkey();
    let calls = [orders::end(&client, &address, &first, None), scene.in_io(1, &PRICES, 18 * HOUR)];
    scene.world.accepted(&calls, &[&scene.deal.client]);
    let second = scene.world.order(&order_address(&client, 1));
    let rest = |rate: u64| u128::from(rate) * 2 * 18;
    assert!(second.escrow.rate.abs_diff(first.escrow.rate * 2 / 3) <= 1);
    let refund = rest(first.escrow.rate);
    assert!(rest(second.escrow.rate) < refund * 67 / 100, "it saved a third of the rest");
    // While the average follows, the rate is by that: most of the gain waits for an hour.
    let quote = scene.world.quote(&PRICES.io);
    scene.world.post(Feed::Io, Quote { average: QUARTER * 11 / 10, ..quote });
    let again = scene.accepted(2);
    assert!(again.escrow.rate > first.escrow.rate * 9 / 10 && again.escrow.rate < first.escrow.rate);
}

#[test]
fn the_admin_changes_feeds_and_limits_7_days_ahead() {
    let mut scene = Scene::new();
    let admin = scene.roles.admin.insecure_clone();
    let rules = PriceRules { io_feed: [9; 32], max_age: 10, ..PRICE_RULES };
    let announce = |rules| [orders::announce_price_rules(&admin.pubkey(), rules)];
    let wrong = [
        (PriceRules { io_feed: PRICE_RULES.usdc_feed, ..rules }, OrdersError::InvalidFeeds),
        (PriceRules { usdc_feed: [0; 32], ..rules }, OrdersError::InvalidFeeds),
        (PriceRules { max_age: 0, ..rules }, OrdersError::InvalidAge),
        (PriceRules { max_age: 61, ..rules }, OrdersError::InvalidAge),
        (PriceRules { max_conf_bps: 0, ..rules }, OrdersError::InvalidConfidence),
        (PriceRules { max_conf_bps: 101, ..rules }, OrdersError::InvalidConfidence),
    ];
    for (rules, error) in wrong {
        scene.world.refused(&announce(rules), &[&admin], error);
    }
    let receipt = scene.world.accepted(&announce(rules), &[&admin]);
    let [event] = &receipt.events::<orders::events::PriceRulesAnnounced>()[..] else { panic!("one event") };
    assert_eq!((event.rules, event.effective_at), (rules, scene.now + NOTICE_SECONDS));
    scene.world.set_clock(scene.now + NOTICE_SECONDS - 1);
    scene.world.attest(&scene.cast, &scene.deal.node);
    scene.world.post_prices(QUARTER);
    scene.accepted(0);
    scene.world.pass(1);
    scene.refused_at(&PRICES, OrdersError::WrongFeed);
    // A second announcement in time takes the place of the first one.
    scene.world.accepted(&announce(PRICE_RULES), &[&admin]);
    scene.world.accepted(&announce(rules), &[&admin]);
    let prices = scene.world.orders_config().prices;
    assert_eq!((prices.rules, prices.next), (rules, rules));
}

/// Genesis without feeds: nothing is booked at the oracle's price until they are announced.
#[test]
fn without_feeds() {
    let mut scene = Scene::new();
    let admin = scene.roles.admin.insecure_clone();
    let announce = orders::announce_price_rules(&admin.pubkey(), PriceRules::GENESIS);
    scene.world.accepted(&[announce], &[&admin]);
    scene.world.pass(NOTICE_SECONDS);
    scene.world.attest(&scene.cast, &scene.deal.node);
    scene.world.post_prices(QUARTER);
    scene.refused_at(&PRICES, OrdersError::NoPriceFeeds);
}
