//! The story in tables, in IO.

mod market;

use {
    crate::{emission::Story, orders::Flow},
    comfy_table::Table,
    io_client::amount::{io, thousands, usdc},
    io_economics::{
        emission, genesis,
        time::DAY,
        units::{BASE_UNITS_PER_IO, BASE_UNITS_PER_USDC, HARD_CAP},
    },
    io_testkit::table::table,
    std::path::PathBuf,
};

/// Prints everything.
pub fn print(story: &Story, charts: &[PathBuf]) {
    println!("{}", genesis_table());
    println!("{}", supply_table(story));
    println!(
        "{} cranks, the longest gap {:.0} days, at most {} CU each; genesis took {}, {} and {} CU",
        thousands(story.cranks),
        story.longest_gap_seconds as f64 / DAY as f64,
        thousands(story.most_crank_compute_units),
        thousands(story.genesis_compute_units[0]),
        thousands(story.genesis_compute_units[1]),
        thousands(story.genesis_compute_units[2]),
    );
    println!("{}", season_table(story));
    println!("{}", circulating_table(story));
    println!("{}", class_table(story));
    println!("{}", apr_table(story));
    let staking = &story.staking;
    println!(
        "{} stakes, {} left, {} claims, {} slashes of 5%",
        thousands(staking.stakes),
        thousands(staking.left),
        thousands(staking.claims),
        staking.slashes
    );
    let vault = &staking.solvency;
    println!(
        "reward vault: held {} = owed {} + carried {} + dust {} IO",
        io(vault.held),
        io(vault.owed),
        io(vault.carried),
        io(vault.dust)
    );
    println!("{}", network_table(story));
    println!("{}", orders_table(story));
    market::print(&story.orders.market);
    let orders = &story.orders;
    println!(
        "{} orders: {} accepted, {} cancelled, {} extended, {} outages, {} ended early, \
{} disputed ({} decided), {} closed",
        thousands(orders.created),
        thousands(orders.accepted),
        thousands(orders.cancelled),
        thousands(orders.extended),
        thousands(orders.outages),
        thousands(orders.ended_early),
        thousands(orders.disputed),
        thousands(orders.resolved),
        thousands(orders.closed),
    );
    for (flow, amount, unit) in flows(story) {
        println!(
            "vault of orders: held {} = escrowed {} + unclaimed {} + bonds {} + fees {} {unit}",
            amount(flow.held),
            amount(flow.escrowed),
            amount(flow.unclaimed),
            amount(flow.bonds),
            amount(flow.fees),
        );
    }
    let bought = &story.buyback;
    println!(
        "buyback: {} USDC spent in {} swaps and {} fills; {} IO bought and burned, {} IO of fees \
burned; {} USDC left",
        usdc(bought.usdc),
        thousands(bought.swaps),
        thousands(bought.fills),
        io(bought.bought),
        io(bought.fees_burned),
        usdc(bought.left),
    );
    println!(
        "average price {} USDC an IO, the oracle's {}",
        price(bought.usdc, bought.bought),
        price(bought.worth, bought.bought)
    );
    let locks = &story.distribution;
    println!(
        "{} grants, {} releases of at most {} CU each; {} IO of airdrops burned",
        locks.grants,
        thousands(locks.releases),
        thousands(locks.most_release_compute_units),
        io(locks.burned),
    );
    println!("every crank equals the exact reference; the chain ran {:.1} s", story.seconds);
    for chart in charts {
        println!("chart     {}", chart.display());
    }
    println!(
        "burned    {:>24} IO; supply without burns {} IO, with them {} IO",
        io(story.burned),
        io(story.supply + story.burned),
        io(story.supply)
    );
    println!("emitted   {:>24} IO", io(story.emitted));
    println!("supply    {:>24} IO, burned and left", io(story.supply.saturating_add(story.burned)));
}

/// USDC for one IO, of base units of both.
fn price(usdc: u64, io: u64) -> String {
    let (usdc, io) = (usdc as f64 / BASE_UNITS_PER_USDC as f64, io as f64 / BASE_UNITS_PER_IO as f64);
    format!("{:.4}", usdc / io)
}

type Amount = fn(u64) -> String;

fn flows(story: &Story) -> [(&Flow, Amount, &'static str); 2] {
    let [in_io, in_usdc] = &story.orders.flows;
    [(in_io, io, "IO"), (in_usdc, usdc, "USDC")]
}

fn orders_table(story: &Story) -> Table {
    let mut table = table(&[
        "orders in",
        "paid in",
        "to providers",
        "back to clients",
        "buyers' booking",
        "buyers' payment",
        "providers' booking",
        "providers' payment",
        "fees swept",
    ]);
    for (flow, amount, unit) in flows(story) {
        table.add_row([
            unit.to_owned(),
            amount(flow.paid_in),
            amount(flow.providers),
            amount(flow.refunds),
            amount(flow.buyer_booking),
            amount(flow.buyer_payment),
            amount(flow.provider_booking),
            amount(flow.provider_payment),
            amount(flow.swept),
        ]);
    }
    table
}

fn percent(part: u64, whole: u64) -> String {
    format!("{:.2}%", part as f64 * 100.0 / whole as f64)
}

fn genesis_table() -> Table {
    let mut table = table(&["genesis", "IO", "of the cap"]);
    for (name, amount) in genesis::NAMES.iter().zip(genesis::ALLOCATIONS) {
        table.add_row([(*name).to_owned(), io(amount), percent(amount, HARD_CAP)]);
    }
    table.add_row(["all".to_owned(), io(genesis::TOTAL), percent(genesis::TOTAL, HARD_CAP)]);
    table
}

fn class_table(story: &Story) -> Table {
    let mut table = table(&["class", "nodes", "to operators, IO", "to stakers, IO", "slashed, IO"]);
    for class in &story.staking.classes {
        table.add_row([
            class.name.to_owned(),
            thousands(class.nodes),
            io(class.operators),
            io(class.delegators),
            io(class.slashed),
        ]);
    }
    table
}

fn network_table(story: &Story) -> Table {
    let mut table = table(&[
        "20 years of a network that is",
        "accrued to the GPU pool, IO",
        "paid, IO",
        "of it released later, IO",
        "carried at most, IO",
        "left, IO",
    ]);
    for outcome in &story.networks {
        let end = &outcome.end;
        table.add_row([
            outcome.network.name().to_owned(),
            io(end.accrued),
            io(end.paid),
            io(end.released),
            io(outcome.most_carried),
            io(end.carried),
        ]);
    }
    table
}

fn apr_table(story: &Story) -> Table {
    let mut table = table(&["year", "bonded on average, IO", "rewards, IO", "APR"]);
    for year in &story.staking.years {
        table.add_row([
            year.year.to_string(),
            io(year.bonded),
            io(year.rewards),
            percent(year.rewards, year.bonded),
        ]);
    }
    table
}

fn supply_table(story: &Story) -> Table {
    let mut table = table(&["year", "cranks", "emitted, IO", "supply, IO", "of the cap", "growth"]);
    for year in &story.years {
        table.add_row([
            year.year.to_string(),
            thousands(year.cranks),
            io(year.emitted),
            io(year.supply),
            percent(year.supply, HARD_CAP),
            percent(year.emitted, year.supply - year.emitted),
        ]);
    }
    table.add_row([
        "all".to_owned(),
        thousands(story.cranks),
        io(story.emitted),
        io(story.supply),
        percent(story.supply, HARD_CAP),
        percent(emission::TOTAL, genesis::TOTAL),
    ]);
    table
}

fn season_table(story: &Story) -> Table {
    let mut table = table(&[
        "season",
        "pool, IO",
        "wallets",
        "soon",
        "late",
        "never",
        "paid, IO",
        "burned, IO",
        "most CU",
    ]);
    for season in &story.distribution.seasons {
        table.add_row([
            season.name.to_owned(),
            io(season.pool),
            season.claimants.to_string(),
            season.soon.to_string(),
            season.late.to_string(),
            season.never.to_string(),
            io(season.paid),
            io(season.burned),
            thousands(season.most_claim_compute_units),
        ]);
    }
    table
}

fn circulating_table(story: &Story) -> Table {
    let mut table = table(&["month", "locked, IO", "in airdrops, IO", "treasury, IO", "circulating, IO"]);
    let months = [0, 1, 6, 12, 13, 24, 36, 48, 240];
    let rows = months.iter().filter_map(|month| Some((month, story.distribution.months.get(*month)?)));
    for (month, of) in rows {
        table.add_row([
            month.to_string(),
            io(of.locked),
            io(of.in_airdrops),
            io(of.treasury),
            io(of.circulating),
        ]);
    }
    table
}
