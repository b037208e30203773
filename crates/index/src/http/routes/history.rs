//! What happened, what it sums up to, and what happens.

use {
    super::{
        address, Param, Returns, Route, Takes, AT, CLIENT, CURRENCY_OF, NAME, NEEDS_WALLET, NODE, PROGRAM,
        PROVIDER, WALLET,
    },
    crate::http::{
        asked::{CURSOR, FROM, LIMIT, TO},
        csv,
        figures::{Apr, IoNumber, Solvency, Supply},
        live,
        openapi::of,
        paths::{chain, claims, history, hours, orders, rewards, settlements},
    },
};

pub static CHAIN: [Route; 15] = [
    one!("/", "index", "What this is.", [], of::<chain::Root>, chain::root),
    one!("/v1/status", "index", "How far the index is.", [], of::<chain::Status>, chain::status),
    one!(
        "/v1/supply",
        "supply",
        "How much IO there is, and how much circulates.",
        [],
        of::<Supply>,
        chain::supply
    ),
    one!(
        "/v1/supply/total",
        "supply",
        "The supply in IO, for listing sites.",
        [],
        of::<IoNumber>,
        chain::total
    ),
    one!(
        "/v1/supply/circulating",
        "supply",
        "What circulates in IO, for listing sites.",
        [],
        of::<IoNumber>,
        chain::circulating
    ),
    one!("/v1/supply/burned", "supply", "What was burned in IO.", [], of::<IoNumber>, chain::burned),
    page!(
        "/v1/supply/hours",
        "supply",
        "What was minted and burned in each hour, oldest first; the last 30 days if no span is named.",
        [FROM, TO],
        of::<hours::SupplyHour>,
        hours::supply
    ),
    page!(
        "/v1/prices/hours",
        "prices",
        "What IO and compute cost in each hour, oldest first; the last 30 days if no span is named.",
        [
            FROM,
            TO,
            Param::new("kind", Takes::OneOf(&["fill", "swap", "booking"]), "Prices of this kind."),
            address("key", "Bookings of this hardware class."),
            CURRENCY_OF
        ],
        of::<hours::PriceHour>,
        hours::prices
    ),
    one!("/v1/apr", "rewards", "What pools pay and delegators earn now.", [], of::<Apr>, chain::apr),
    one!("/v1/solvency", "solvency", "What each vault holds and owes.", [], of::<Solvency>, chain::solvency),
    one!(
        "/v1/transactions/{signature}",
        "history",
        "A transaction with its events.",
        [Param::path("signature", Takes::Signature, "The transaction's signature.")],
        of::<history::Transaction>,
        history::transaction
    ),
    page!(
        "/v1/history/{address}",
        "history",
        "What happened to a wallet, node, order, grant, season: events that are about it, newest first.",
        [AT, PROGRAM, NAME, FROM, TO],
        of::<history::Event>,
        history::of_address
    ),
    page!(
        "/v1/events",
        "history",
        "What happened, newest first.",
        [PROGRAM, NAME, FROM, TO],
        of::<history::Event>,
        history::all
    ),
    page!(
        "/v1/claims",
        "airdrops",
        "Claims of airdrops, newest first; of a season or a wallet.",
        [address("season", "Of this season."), WALLET, FROM, TO],
        of::<claims::Claim>,
        claims::list
    ),
    Route {
        path: "/v1/live",
        tag: "live",
        summary: "What happens, as server-sent events: finalized, confirmed, tip, reset.",
        params: &[
            Param::new("program", Takes::List, "Of these programs."),
            Param::new("name", Takes::List, "Events of these names."),
            Param::new("address", Takes::List, "About these addresses."),
            Param::new(
                "last_event_id",
                Takes::Place,
                "Goes on after this event, as the header Last-Event-ID.",
            ),
        ],
        returns: Returns::Events,
        answer: |context| Box::pin(live::events(context)),
    },
];

pub static MONEY: [Route; 6] = [
    page!(
        "/v1/rewards",
        "rewards",
        "Rewards and commission paid, newest first; of a wallet or a node.",
        [WALLET, NODE, FROM, TO],
        of::<rewards::Reward>,
        rewards::list
    ),
    file!("/v1/rewards.csv", "rewards", "Rewards of a wallet as CSV, oldest first.", csv::rewards),
    page!(
        "/v1/settlements",
        "orders",
        "Payments out of orders, newest first; of a wallet, a client, a provider or an order.",
        [WALLET, CLIENT, PROVIDER, address("order", "Of this order."), CURRENCY_OF, FROM, TO],
        of::<settlements::Settlement>,
        settlements::list
    ),
    file!("/v1/settlements.csv", "orders", "Payments of a wallet as CSV, oldest first.", csv::settlements),
    page!(
        "/v1/orders",
        "orders",
        "Orders from request or creation to the end, closed ones too, newest first.",
        [
            CLIENT,
            NODE,
            PROVIDER,
            WALLET,
            Param::new("stage", Takes::OneOf(orders::STAGES), "At this stage."),
            Param::new("live", Takes::Flag, "true: whose money is not settled."),
            CURRENCY_OF,
            FROM,
            TO
        ],
        of::<orders::Order>,
        orders::list
    ),
    one!(
        "/v1/orders/{address}",
        "orders",
        "An order; the last one at its address.",
        [AT],
        of::<orders::Order>,
        orders::one
    ),
];
