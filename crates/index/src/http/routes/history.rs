//! Paths of events, of figures summed over them, and of money that moved.

use {
    super::{
        address, Param, ParamKind, Returns, Route, AT, CLIENT, CURRENCY_OF, NAME, NEEDS_WALLET, NODE,
        PROGRAM, PROVIDER, WALLET,
    },
    crate::http::{
        csv,
        figures::{Apr, IoAmount, Solvency, Supply},
        live,
        params::{CURSOR, FROM, LIMIT, TO},
        paths::{chain, claims, history, hours, orders, rewards, settlements},
        schemas::of,
    },
};

pub static CHAIN: [Route; 15] = [
    one!("/", "index", "The service and its version.", [], of::<chain::Root>, chain::root),
    one!(
        "/v1/status",
        "index",
        "The state of the index: slot, lag, counts.",
        [],
        of::<chain::Status>,
        chain::status
    ),
    one!(
        "/v1/supply",
        "supply",
        "How much IO exists, and how much circulates.",
        [],
        of::<Supply>,
        chain::supply
    ),
    one!(
        "/v1/supply/total",
        "supply",
        "The supply in IO, for listing sites.",
        [],
        of::<IoAmount>,
        chain::total
    ),
    one!(
        "/v1/supply/circulating",
        "supply",
        "The circulating supply in IO, for listing sites.",
        [],
        of::<IoAmount>,
        chain::circulating
    ),
    one!("/v1/supply/burned", "supply", "IO burned so far.", [], of::<IoAmount>, chain::burned),
    page!(
        "/v1/supply/hours",
        "supply",
        "IO minted and burned by the hour, oldest first; by default the last 30 days.",
        [FROM, TO],
        of::<hours::SupplyHour>,
        hours::supply
    ),
    page!(
        "/v1/prices/hours",
        "prices",
        "Prices of IO and compute by the hour, oldest first; by default the last 30 days.",
        [
            FROM,
            TO,
            Param::new("kind", ParamKind::OneOf(&["fill", "swap", "booking"]), "Prices of this kind."),
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
        [Param::path("signature", ParamKind::Signature, "The transaction's signature.")],
        of::<history::Transaction>,
        history::transaction
    ),
    page!(
        "/v1/history/{address}",
        "history",
        "Events about a wallet, node, order, grant or season, newest first.",
        [AT, PROGRAM, NAME, FROM, TO],
        of::<history::Event>,
        history::of_address
    ),
    page!(
        "/v1/events",
        "history",
        "All events, newest first.",
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
        summary: "Events as they happen (server-sent events): finalized, confirmed, tip, reset.",
        params: &[
            Param::new("program", ParamKind::List, "Of these programs."),
            Param::new("name", ParamKind::List, "Events of these names."),
            Param::new("address", ParamKind::List, "About these addresses."),
            Param::new(
                "last_event_id",
                ParamKind::Place,
                "Continues after this event, like the header Last-Event-ID.",
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
            Param::new("stage", ParamKind::OneOf(orders::STAGES), "At this stage."),
            Param::new("live", ParamKind::Flag, "true: only orders whose money is not settled."),
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
        "The latest order at an address.",
        [AT],
        of::<orders::Order>,
        orders::one
    ),
];
