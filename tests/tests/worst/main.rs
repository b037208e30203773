//! The worst that each key can do, as figures, which docs/auditor.md quotes:
//! `cargo test --test worst -- --nocapture`.

mod slasher;

use {
    anchor_lang::prelude::Pubkey,
    io_addresses::{buyback::USDC_VAULT, staking::STAKE_VAULT},
    io_client::{
        buyback,
        orders::{self, CreateParams, Currency, FeeRates, OrdersError, Role as OrdersRole, Rules},
        staking::{self, NodeReport, StakingError},
    },
    io_economics::{
        buyback::Params,
        orders::{MAX_BOOKING_BPS, MAX_PAYMENT_BPS},
        price::Quote,
        staking::{PoolKind, BPS, MIN_FULL_WEIGHT, NOTICE_SECONDS},
        time::{DAY, HOUR},
        units::{BASE_UNITS_PER_IO as IO, BASE_UNITS_PER_USDC as USDC},
    },
    io_testkit::{
        buyback::{Feed, PRICES},
        orders::{terms, Deal, OrdersRoles, RULES},
        staking::{Cast, H100},
        World,
    },
    solana_keypair::Keypair,
    solana_signer::Signer,
};

fn whole(amount: u64, unit: u64) -> f64 {
    amount as f64 / unit as f64
}

/// Nodes whose 100 H100s are what the GPU pool was meant for.
struct Network {
    world: World,
    cast: Cast,
    nodes: Vec<(Keypair, Pubkey)>,
}

impl Network {
    fn new() -> Self {
        let (mut world, cast) = World::with_staking();
        let nodes = (0..10).map(|_| world.ready_node(&cast, H100, 10)).collect();
        Self { world, cast, nodes }
    }

    fn report(&mut self, availability: impl Fn(usize) -> u16) {
        let oracle = self.cast.oracle.insecure_clone();
        let report =
            |(index, (_, node)): (usize, &(_, Pubkey))| self.world.report(node, availability(index), 0);
        let reports: Vec<NodeReport> = self.nodes.iter().enumerate().map(report).collect();
        for batch in staking::batches(&reports) {
            self.world.accepted(&[staking::report_availability(&oracle.pubkey(), &batch)], &[&oracle]);
        }
    }

    /// Days pass, each with a report.
    fn days(&mut self, days: i64, availability: impl Fn(usize) -> u16) {
        for _ in 0..days {
            self.report(&availability);
            self.world.pass(DAY);
        }
    }

    /// What a node's operator claims, in base units.
    fn claim(&mut self, index: usize) -> u64 {
        let (operator, node) = &self.nodes[index];
        let (state, now) = (self.world.emission(), self.world.now());
        let claim = staking::crank_and_claim(&operator.pubkey(), node, &state, now);
        let Ok(receipt) = self.world.send(&claim, &[operator]) else { return 0 };
        receipt.events::<staking::events::Claimed>().iter().map(|event| event.amount).sum()
    }
}

#[test]
fn a_rogue_oracle_of_availability_puts_off_rewards_and_pays_a_friend_a_twelfth_more() {
    let mut network = Network::new();
    network.report(|_| BPS);
    network.world.pass(HOUR);
    network.claim(0);
    let mut honest = Network {
        world: network.world.clone(),
        cast: Cast {
            admin: network.cast.admin.insecure_clone(),
            oracle: network.cast.oracle.insecure_clone(),
            slasher: network.cast.slasher.insecure_clone(),
            owners: network.cast.owners.each_ref().map(Keypair::insecure_clone),
        },
        nodes: network.nodes.iter().map(|(key, node)| (key.insecure_clone(), *node)).collect(),
    };
    // The admin announces another at once, who is the oracle 7 days later.
    let days = NOTICE_SECONDS / DAY;
    honest.days(days, |_| BPS);
    network.days(days, |index| if index == 0 { BPS } else { 0 });
    let (friend, fair) = (network.claim(0), honest.claim(0));
    let (other, others_fair) = (network.claim(1), honest.claim(1));
    println!(
        "a rogue oracle, replaced after 7 days: a friend with a tenth of the network gets {:.2} IO for \
         {:.2}, each other operator {:.2} IO for {:.2}; the rest is carried, and no stake is touched",
        whole(friend, IO),
        whole(fair, IO),
        whole(other, IO),
        whole(others_fair, IO),
    );
    assert!(friend > fair && friend - fair < fair / 11, "{friend} for {fair}");
    assert!(other < others_fair / 100, "{other}");
    assert_eq!(network.world.balance(&STAKE_VAULT.address), honest.world.balance(&STAKE_VAULT.address));
}

/// A running order of 30 days at 3 USDC an hour, on its 10th day.
fn ten_days_in() -> (World, Cast, OrdersRoles, Deal, Pubkey) {
    let (mut world, cast, roles) = World::with_orders();
    let deal = world.deal(&cast);
    let order = world.running(&deal, 0, Currency::Usdc, 30 * DAY as u32);
    world.pass(10 * DAY);
    (world, cast, roles, deal, order)
}

/// The order comes to its end; returns what provider and client have got out of it, in base units.
fn finish(world: &mut World, deal: &Deal, address: &Pubkey) -> (u64, u64) {
    let order = world.order(address);
    let end = order.escrow.at + i64::from(order.escrow.duration);
    world.set_clock(end.max(world.now()));
    let payer = world.payer.pubkey();
    world.accepted(&[orders::end(&payer, address, &order, None)], &[]);
    world.pass(i64::from(order.escrow.holdback_seconds));
    world.accepted(&[orders::settle(address, &order, [None; 2])], &[]);
    let of = |who: &Keypair| world.wallet_balance(&who.pubkey(), Currency::Usdc);
    (of(&deal.operator), of(&deal.client))
}

#[test]
fn a_rogue_oracle_of_outages_takes_eight_days_of_pay() {
    let (mut world, _, roles, deal, address) = ten_days_in();
    let mut honest = world.clone();
    let serial = world.order(&address).serial;
    let report = |world: &mut World| {
        let now = world.now();
        let call = orders::report_outage(&roles.oracle.pubkey(), &address, serial, now - 9 * DAY, now);
        world.accepted(&[call], &[&roles.oracle]);
    };
    // It takes the day that is held back; the admin announces another at once, who is the oracle 7
    // days later; up to the last second it takes what is served.
    report(&mut world);
    let next = world.wallet().pubkey();
    let announce = orders::announce_role(&roles.admin.pubkey(), OrdersRole::Oracle, next);
    world.accepted(&[announce], &[&roles.admin]);
    for _ in 0..6 {
        world.pass(DAY);
        report(&mut world);
    }
    world.pass(DAY - 1);
    report(&mut world);
    world.pass(1);
    let now = world.now();
    let late = orders::report_outage(&roles.oracle.pubkey(), &address, serial, now - DAY, now);
    world.refused(&[late], &[&roles.oracle], OrdersError::NotOracle);

    let (provider, client) = finish(&mut world, &deal, &address);
    let (fair, clients_fair) = finish(&mut honest, &deal, &address);
    println!(
        "a rogue oracle of outages, replaced after 7 days, takes {:.2} USDC from the provider of an order at \
         72 USDC a day, which its client gets back, {:.2} USDC with the fees on it",
        whole(fair - provider, USDC),
        whole(client - clients_fair, USDC),
    );
    let pay = 8 * 72 * USDC;
    assert!(fair - provider <= pay && fair - provider > pay - 3 * USDC);
}

#[test]
fn an_admin_puts_off_half_of_the_rewards_by_a_full_weight() {
    let mut network = Network::new();
    let admin = network.cast.admin.insecure_clone();
    network.days(1, |_| BPS);
    network.claim(0);
    network.days(1, |_| BPS);
    let before = network.claim(0);
    let announce = |weight| {
        let kind = PoolKind::Gpu;
        [staking::announce_full_weight(&admin.pubkey(), kind, weight)]
    };
    network.report(|_| BPS);
    network.world.refused(&announce(2 * MIN_FULL_WEIGHT + 1), &[&admin], StakingError::FullWeightStep);
    network.world.accepted(&announce(2 * MIN_FULL_WEIGHT), &[&admin]);
    network.days(NOTICE_SECONDS / DAY, |_| BPS);
    network.report(|_| BPS);
    // Not a unit further while the network is what it is.
    let error = StakingError::FullWeightAboveNetwork;
    network.world.refused(&announce(2 * MIN_FULL_WEIGHT + 1), &[&admin], error);
    network.days(1, |_| BPS);
    network.claim(0);
    network.days(1, |_| BPS);
    let after = network.claim(0);
    println!(
        "an admin that raises the full weight as far as it can: {:.2} IO a day to a tenth of the network, \
         {:.2} before; the rest is carried",
        whole(after, IO),
        whole(before, IO),
    );
    assert!(after > before * 49 / 100 && after < before * 55 / 100, "{after} of {before}");
}

#[test]
fn an_admin_raises_fees_for_nobody_who_has_agreed_to_less() {
    let (mut world, cast, roles, deal, address) = ten_days_in();
    let mut honest = world.clone();
    let fees = FeeRates {
        booking_bps: MAX_BOOKING_BPS,
        payment_bps: MAX_PAYMENT_BPS,
        provider_payment_bps: MAX_PAYMENT_BPS,
    };
    let set = orders::set_rules(&roles.admin.pubkey(), Rules { fees, ..RULES });
    world.accepted(&[set], &[&roles.admin]);
    world.attest(&cast, &deal.node);
    let revision = world.node(&deal.node).revision;
    let cost = 72 * USDC;
    let booked = RULES.fees.buyer(cost);
    let most = booked.total().unwrap_or(u64::MAX);
    let params = CreateParams { revision, most, ..terms(Currency::Usdc, DAY as u32) };
    let create = |params| orders::create(&deal.client.pubkey(), 9, &deal.node, Currency::Usdc, params);
    world.refused(&[create(params)], &[&deal.client], OrdersError::AboveLimit);
    let dear = CreateParams { most: u64::MAX, ..params };
    let paid = {
        let mut world = world.clone();
        let before = world.wallet_balance(&deal.client.pubkey(), Currency::Usdc);
        world.accepted(&[create(dear)], &[&deal.client]);
        before - world.wallet_balance(&deal.client.pubkey(), Currency::Usdc)
    };
    let (provider, client) = finish(&mut world, &deal, &address);
    assert_eq!((provider, client), finish(&mut honest, &deal, &address), "it keeps its rates");
    println!(
        "an admin that raises every fee: a running order pays as before, a new one of 72 USDC costs \
         {:.2} USDC for {:.2}, unless its client names the most that it pays",
        whole(paid, USDC),
        whole(most, USDC),
    );
    assert_eq!((most, paid), (cost + cost / 400 + cost / 50, cost + cost / 100 + cost / 20));
}

#[test]
fn an_admin_of_the_buyback_sells_ten_percent_over_the_price() {
    let usdc = 100_000;
    let gain = |params: Option<Params>| {
        let (mut world, roles) = World::with_buyback();
        let seller = world.trader(&roles, 1_000_000, 0);
        let set = buyback::set_params(&roles.admin.pubkey(), params.unwrap_or(Params::GENESIS));
        world.accepted(&[set], &[&roles.admin]);
        world.revenue(usdc);
        // A day of auctions, each sold out in its last second.
        let mut gained = 0;
        for _ in 0..24 {
            if world.balance(&USDC_VAULT) < u64::from(Params::GENESIS.least_budget) {
                break;
            }
            let auction = world.open_auction();
            world.set_clock(auction.end() - 1);
            for (feed, price) in [(Feed::Io, 25_000_000), (Feed::Usdc, 100_000_000)] {
                world.post(feed, quote(&world, price));
            }
            let io = world.offer().io_for_usdc(auction.budget).expect("an offer");
            world.accepted(&[buyback::fill(&seller.pubkey(), &PRICES, io, 0)], &[&seller]);
            // 0.25 USD an IO.
            gained += auction.budget - io / 400;
            world.pass(1);
        }
        gained
    };
    let by_genesis = gain(None);
    let greedy = Params { daily_cap: 10_000_000 * USDC, over_bps: 1_000, ..Params::GENESIS };
    let by_the_admin = gain(Some(greedy));
    println!(
        "of {usdc} USDC in the vault: who alone sells, at the last second of each hour, gains {:.2} USDC in \
         a day by the rule of genesis, {:.2} USDC if it is the admin and has set every bound",
        whole(by_genesis, USDC),
        whole(by_the_admin, USDC),
    );
    assert!(by_genesis < 24_000 * USDC * 5 / 105 && by_the_admin <= usdc * USDC * 10 / 110);
    assert!(by_the_admin > usdc * USDC * 9 / 100);
}

/// A price that is known to the base unit.
fn quote(world: &World, price: i64) -> Quote {
    Quote { conf: 0, ..world.usd(price) }
}
