//! Every path under `/v1`, once: what it takes, what it answers, and who answers. The router, the
//! checks of queries and the OpenAPI document are made of these tables.

macro_rules! one {
    ($path:literal, $tag:literal, $summary:literal, [$($param:expr),*], $schema:expr, $answer:path) => {
        Route {
            path: $path,
            tag: $tag,
            summary: $summary,
            params: &[$($param),*],
            returns: Returns::One($schema),
            answer: |context| Box::pin($answer(context)),
        }
    };
}

macro_rules! page {
    ($path:literal, $tag:literal, $summary:literal, [$($param:expr),*], $schema:expr, $answer:path) => {
        Route {
            path: $path,
            tag: $tag,
            summary: $summary,
            params: &[$($param,)* LIMIT, CURSOR],
            returns: Returns::Page($schema),
            answer: |context| Box::pin($answer(context)),
        }
    };
}

macro_rules! file {
    ($path:literal, $tag:literal, $summary:literal, $answer:path) => {
        Route {
            path: $path,
            tag: $tag,
            summary: $summary,
            params: &[NEEDS_WALLET, FROM, TO],
            returns: Returns::Csv,
            answer: |context| Box::pin($answer(context)),
        }
    };
}

mod accounts;
mod history;

use {
    super::{
        asked::{Asked, Param, Takes},
        openapi::Returns,
        reply::Reply,
        server::Pace,
        App, Problem,
    },
    axum::http::HeaderMap,
    std::{future::Future, pin::Pin, sync::Arc},
};

/// A request that was checked.
pub struct Context {
    /// What all requests share.
    pub app: Arc<App>,
    /// What is asked.
    pub asked: Asked,
    /// The request's headers.
    pub headers: HeaderMap,
    /// The connection's time.
    pub pace: Option<Pace>,
}

/// An answer on its way.
pub type Answer = Pin<Box<dyn Future<Output = Result<Reply, Problem>> + Send>>;

/// A path.
pub struct Route {
    /// As axum and OpenAPI write it.
    pub path: &'static str,
    /// The section of the document.
    pub tag: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// What may be asked.
    pub params: &'static [Param],
    /// What it answers.
    pub returns: Returns,
    /// Who answers.
    pub answer: fn(Context) -> Answer,
}

const fn address(name: &'static str, doc: &'static str) -> Param {
    Param::new(name, Takes::Address, doc)
}

const AT: Param = Param::path("address", Takes::Address, "The account's address.");
const WALLET: Param = address("wallet", "Of this wallet.");
const NODE: Param = address("node", "Of this node.");
const CLIENT: Param = address("client", "Of this client.");
const PROVIDER: Param = address("provider", "Of this provider: who is paid.");
const CURRENCY_OF: Param = Param::new("currency", Takes::OneOf(&["IO", "USDC"]), "In this currency.");
const PROGRAM: Param = Param::new("program", Takes::Name, "Of this program: `io_orders`.");
const NAME: Param = Param::new("name", Takes::Name, "Events of this name: `OrderSettled`.");
const NEEDS_WALLET: Param = address("wallet", "Of this wallet; needed.");

/// Every path.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    let accounts = accounts::NODES.iter().chain(accounts::KEPT.iter().flatten()).chain(&accounts::ANY);
    history::CHAIN.iter().chain(&history::MONEY).chain(accounts)
}
