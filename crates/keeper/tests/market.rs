//! A keeper and the market: requests are awarded or cancelled, bonds return, bids close. What it
//! costs a keeper is its fees, and what returns is others'.

mod town;

use {
    io_client::orders::{self, Choice, Currency, Order},
    io_keeper::Keeper,
    io_rpc::{every, Chain},
    io_testkit::{chain::WorldChain, World},
    solana_keypair::Keypair,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    town::{eager, keeper, open_orders, DAY, HOUR},
};

/// Lamports of a transaction with one signature.
const FEE: u64 = 5_000;

fn lamports(chain: &WorldChain, of: &Pubkey) -> u64 {
    chain.account(of).unwrap().map_or(0, |account| account.lamports)
}

/// Passes until nothing is left; how many tasks of each pass are done.
fn idle(keeper: &mut Keeper<'_>) -> u32 {
    let mut done = 0;
    loop {
        let report = keeper.pass();
        assert!(report.is_clean(), "{report:?}");
        if report.planned == 0 {
            return done;
        }
        done += report.done;
        assert!(done < 1_000, "it does not come to an end");
    }
}

fn bids(chain: &WorldChain) -> usize {
    every::<orders::Bid>(chain, &[]).unwrap().len()
}

fn requests(chain: &WorldChain) -> usize {
    every::<orders::Request>(chain, &[]).unwrap().len()
}

#[test]
fn an_automatic_request_runs_to_its_end() {
    for currency in [Currency::Io, Currency::Usdc] {
        let (mut world, cast, _) = World::with_orders();
        world.start_buyback();
        let [first, second] = [(); 2].map(|()| world.bidder(&cast));
        let client = world.client(&cast, 10_000, 10_000);
        let payer = world.wallet();
        let request = world.request(&client, 1, currency, Choice::Lowest);
        let lost = world.bid(&first, &request, 90);
        let best = world.bid(&second, &request, 80);
        let chain = WorldChain::new(world);
        let mut keeper = keeper(&chain, &payer, eager());
        let before = lamports(&chain, &payer.pubkey());
        let rents = [lost, best].map(|bid| lamports(&chain, &bid));
        let owners = [&first, &second].map(|bidder| lamports(&chain, &bidder.operator.pubkey()));

        // The one that was outbid gets its bond and its rent back while the request is open.
        idle(&mut keeper);
        assert_eq!((requests(&chain), bids(&chain), open_orders(&chain)), (1, 1, 0));
        chain.world().pass(HOUR + 1);
        idle(&mut keeper);
        assert_eq!((requests(&chain), bids(&chain), open_orders(&chain)), (0, 1, 1), "awarded");
        assert!(every::<Order>(&chain, &[]).unwrap()[0].1.bonded, "its first hour runs");
        chain.world().pass(HOUR + 1);
        idle(&mut keeper);
        assert_eq!(bids(&chain), 0, "the bond and the rent are back");
        assert!(!every::<Order>(&chain, &[]).unwrap()[0].1.bonded);
        for _ in 0..4 {
            chain.world().pass(DAY + 1);
            idle(&mut keeper);
        }
        assert_eq!(open_orders(&chain), 0);
        let balances = chain.world().ledger(currency).balances;
        assert_eq!((balances.escrowed, balances.bonds, balances.unclaimed), (0, 0, 0));
        // Every rent went to whoever had paid it; the keeper has paid fees, and nothing else.
        for ((bidder, rent), before) in [&first, &second].into_iter().zip(rents).zip(owners) {
            assert_eq!(lamports(&chain, &bidder.operator.pubkey()), before + rent);
        }
        let spent = before - lamports(&chain, &payer.pubkey());
        assert!(spent.is_multiple_of(FEE) && spent <= 40 * FEE, "{spent} lamports");
        println!("{currency:?}: a request, two bids and its order cost the keeper {} fees", spent / FEE);
    }
}

#[test]
fn what_nobody_awards_returns_to_its_client() {
    let (mut world, cast, _) = World::with_orders();
    world.start_buyback();
    let bidder = world.bidder(&cast);
    let client = world.client(&cast, 10_000, 10_000);
    let payer: Keypair = world.wallet();
    let had = world.wallet_balance(&client.pubkey(), Currency::Usdc);
    // Without a bid; with one that its client does not take; with one that nobody awards in time.
    world.request(&client, 1, Currency::Usdc, Choice::Lowest);
    let chosen = world.request(&client, 2, Currency::Usdc, Choice::Client);
    world.bid(&bidder, &chosen, 90);
    let late = world.request(&client, 3, Currency::Usdc, Choice::Lowest);
    world.bid(&bidder, &late, 70);
    let chain = WorldChain::new(world);
    assert_eq!((requests(&chain), bids(&chain)), (3, 2));
    let mut keeper = keeper(&chain, &payer, eager());
    idle(&mut keeper);
    assert_eq!((requests(&chain), bids(&chain)), (3, 2), "their time is not over");
    // It was away for the hour in which the last one could be awarded.
    chain.world().pass(2 * HOUR + 2);
    idle(&mut keeper);
    assert_eq!((requests(&chain), bids(&chain), open_orders(&chain)), (0, 0, 0));
    assert_eq!(chain.world().wallet_balance(&client.pubkey(), Currency::Usdc), had, "all of it returns");
    let balances = chain.world().ledger(Currency::Usdc).balances;
    assert_eq!((balances.escrowed, balances.bonds), (0, 0));
}

/// The bond of an operator that ends within the first hour is its client's.
#[test]
fn a_bond_that_is_forfeited_goes_to_the_client() {
    let (mut world, cast, _) = World::with_orders();
    world.start_buyback();
    let bidder = world.bidder(&cast);
    let client = world.client(&cast, 10_000, 10_000);
    let payer = world.wallet();
    let request = world.request(&client, 1, Currency::Usdc, Choice::Lowest);
    let bid = world.bid(&bidder, &request, 80);
    let bond = world.bid_at(&bid).bond;
    let chain = WorldChain::new(world);
    let mut keeper = keeper(&chain, &payer, eager());
    chain.world().pass(HOUR + 1);
    idle(&mut keeper);
    let (address, order) = every::<Order>(&chain, &[]).unwrap()[0];
    let operator = &bidder.operator;
    let end = orders::end(&operator.pubkey(), &address, &order, None);
    chain.world().accepted(&[end], &[operator]);
    let had = chain.world().wallet_balance(&client.pubkey(), Currency::Usdc);
    idle(&mut keeper);
    assert_eq!(chain.world().wallet_balance(&client.pubkey(), Currency::Usdc), had + bond);
    assert_eq!(bids(&chain), 0);
    chain.world().pass(2 * HOUR);
    idle(&mut keeper);
    assert_eq!(open_orders(&chain), 0);
}
