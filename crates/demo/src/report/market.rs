//! The market, by class and year; automatic requests by class.

use {
    super::percent,
    crate::orders::{Auctions, MarketStory},
    comfy_table::Table,
    io_client::{
        amount::{thousands, usdc},
        classes::CLASSES,
    },
    io_testkit::table::table,
};

/// Prints what was booked at asks, and what was awarded to the lowest bid.
pub fn print(story: &MarketStory) {
    println!("{}", market_table(story));
    println!(
        "{} asks, {} orders booked at them, {} clusters",
        thousands(story.asks),
        thousands(story.booked),
        thousands(story.clusters),
    );
    println!("{}", auction_table(&story.auctions));
    println!(
        "bonds of bids: {} USDC in, {} USDC out; {} bids closed",
        usdc(story.auctions.bonds_in),
        usdc(story.auctions.bonds_out),
        thousands(story.auctions.closed_bids),
    );
}

/// By class: automatic requests, and how far bids brought their cost down.
fn auction_table(auctions: &Auctions) -> Table {
    let header = [
        "automatic requests",
        "opened",
        "bids",
        "awarded",
        "at the most rate, USDC",
        "awarded, USDC",
        "of it",
    ];
    let mut table = table(&header);
    for (of, (name, ..)) in auctions.classes.iter().zip(CLASSES) {
        table.add_row([
            name.to_owned(),
            thousands(of.requests),
            thousands(of.bids),
            thousands(of.awarded),
            usdc(of.most),
            usdc(of.cost),
            percent(of.cost, of.most.max(1)),
        ]);
    }
    table
}

/// Years that the table of the market shows.
const MARKET_YEARS: [usize; 5] = [1, 5, 10, 15, 20];

/// By class: what was booked at asks in all, and in some years the mean price of a processor-hour
/// and the part of the processors that was hired.
fn market_table(story: &MarketStory) -> Table {
    let years = &story.years;
    let titles = MARKET_YEARS.map(|year| format!("year {year}"));
    let mut header = vec!["market", "booked, USDC"];
    header.extend(titles.iter().map(String::as_str));
    let mut table = table(&header);
    for (class, (name, ..)) in CLASSES.iter().enumerate() {
        let volume = years.iter().map(|year| year[class].volume).sum();
        let cell = |year: &usize| {
            let Some(figures) = years.get(year - 1).map(|classes| classes[class]) else {
                return String::new();
            };
            let price = figures.volume.checked_div(figures.processor_hours);
            let price = price.map_or_else(|| "none".to_owned(), |price| format!("{:.2}", price as f64 / 1e6));
            format!("{price} an hour, {}", percent(figures.hired_days, figures.processor_days.max(1)))
        };
        let row = [(*name).to_owned(), usdc(volume)].into_iter().chain(MARKET_YEARS.iter().map(cell));
        table.add_row(row.collect::<Vec<_>>());
    }
    table
}
