//! Accounts as they are now.

use {
    super::{address, Param, ParamKind, Returns, Route, AT, CLIENT, NODE},
    crate::http::{
        params::{CURSOR, LIMIT},
        paths::{accounts, nodes},
        schemas::{of, Schemas},
    },
    utoipa::openapi::{schema::Schema, RefOr},
};

/// The list of accounts of a kind, and one of them.
macro_rules! kept {
    ($kind:ident, $list:literal, $one:literal, $what:literal, [$($param:expr),*]) => {
        [
            Route {
                path: $list,
                tag: "accounts",
                summary: concat!($what, " as they are now, by address."),
                params: &[$($param,)* LIMIT, CURSOR],
                returns: Returns::Page(|schemas| accounts::schema(schemas, &accounts::$kind)),
                answer: |context| Box::pin(accounts::list(context, &accounts::$kind)),
            },
            Route {
                path: $one,
                tag: "accounts",
                summary: concat!("One of ", $list, "."),
                params: &[AT],
                returns: Returns::One(|schemas| accounts::schema(schemas, &accounts::$kind)),
                answer: |context| Box::pin(accounts::one(context, &accounts::$kind)),
            },
        ]
    };
}

fn any_account(schemas: &mut Schemas) -> RefOr<Schema> {
    of::<accounts::AnyAccount>(schemas)
}

const OF_OPERATOR: Param = address("operator", "Of this operator.");
const OF_CLASS: Param = address("class", "Of this hardware class.");
const OF_PAYOUT: Param = address("payout", "Paid to this wallet.");

pub static NODES: [Route; 2] = [
    page!(
        "/v1/nodes",
        "accounts",
        "Nodes as they are now, with what they earn, by address.",
        [
            OF_OPERATOR,
            OF_PAYOUT,
            OF_CLASS,
            Param::new("pool", ParamKind::OneOf(&["gpu", "cpu"]), "In this pool."),
            Param::new("retired", ParamKind::Flag, "Whether they are retired.")
        ],
        nodes::schema,
        nodes::list
    ),
    one!("/v1/nodes/{address}", "accounts", "A node.", [AT], nodes::schema, nodes::one),
];

pub static KEPT: [[Route; 2]; 12] = [
    kept!(STAKES, "/v1/stakes", "/v1/stakes/{address}", "Stakes", [address("owner", "Of this owner."), NODE]),
    kept!(CLASSES, "/v1/classes", "/v1/classes/{address}", "Hardware classes", []),
    kept!(ASKS, "/v1/asks", "/v1/asks/{address}", "Asks", [NODE, OF_PAYOUT, OF_CLASS]),
    kept!(REQUESTS, "/v1/requests", "/v1/requests/{address}", "Requests", [CLIENT, OF_CLASS]),
    kept!(
        BIDS,
        "/v1/bids",
        "/v1/bids/{address}",
        "Bids",
        [address("request", "For this request."), NODE, OF_OPERATOR]
    ),
    kept!(RECORDS, "/v1/records", "/v1/records/{address}", "Records", [NODE]),
    kept!(
        ATTESTATIONS,
        "/v1/attestations",
        "/v1/attestations/{address}",
        "Attestations",
        [NODE, address("auditor", "By this auditor.")]
    ),
    kept!(
        UNCLAIMED,
        "/v1/unclaimed",
        "/v1/unclaimed/{address}",
        "Unclaimed balances",
        [address("payee", "Of this payee.")]
    ),
    kept!(
        GRANTS,
        "/v1/grants",
        "/v1/grants/{address}",
        "Grants",
        [address("beneficiary", "Of this beneficiary.")]
    ),
    kept!(CATEGORIES, "/v1/categories", "/v1/categories/{address}", "Categories of locked IO", []),
    kept!(
        SEASONS,
        "/v1/seasons",
        "/v1/seasons/{address}",
        "Seasons of airdrops",
        [address("funder", "Of this funder.")]
    ),
    kept!(LEDGERS, "/v1/ledgers", "/v1/ledgers/{address}", "Ledgers of orders", []),
];

pub static ANY: [Route; 2] = [
    page!(
        "/v1/configs",
        "accounts",
        "Configs of the programs and the state of the mint.",
        [],
        any_account,
        accounts::configs
    ),
    one!("/v1/accounts/{address}", "accounts", "Any account of the suite.", [AT], any_account, accounts::any),
];
