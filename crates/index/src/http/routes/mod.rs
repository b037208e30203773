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
        params::{Param, ParamKind, Params},
        reply::Reply,
        schemas::Returns,
        server::Deadline,
        App, Problem,
    },
    axum::http::HeaderMap,
    std::{future::Future, pin::Pin, sync::Arc},
};

/// A request that was checked.
pub struct Context {
    /// State that all requests share.
    pub app: Arc<App>,
    /// Its parameters.
    pub params: Params,
    /// The request's headers.
    pub headers: HeaderMap,
    /// Until when the connection may go on.
    pub deadline: Option<Deadline>,
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
    /// Its parameters.
    pub params: &'static [Param],
    /// The kind of its answer.
    pub returns: Returns,
    /// The function that answers.
    pub answer: fn(Context) -> Answer,
}

const fn address(name: &'static str, doc: &'static str) -> Param {
    Param::new(name, ParamKind::Address, doc)
}

const AT: Param = Param::path("address", ParamKind::Address, "The account's address.");
const WALLET: Param = address("wallet", "Of this wallet.");
const NODE: Param = address("node", "Of this node.");
const CLIENT: Param = address("client", "Of this client.");
const PROVIDER: Param = address("provider", "Of this provider: who is paid.");
const CURRENCY_OF: Param = Param::new("currency", ParamKind::OneOf(&["IO", "USDC"]), "In this currency.");
const PROGRAM: Param = Param::new("program", ParamKind::Name, "Of this program: `io_orders`.");
const NAME: Param = Param::new("name", ParamKind::Name, "Events of this name: `OrderSettled`.");
const NEEDS_WALLET: Param = Param { required: true, ..WALLET };

/// Every path.
pub fn routes() -> impl Iterator<Item = &'static Route> {
    let accounts = accounts::NODES.iter().chain(accounts::KEPT.iter().flatten()).chain(&accounts::ANY);
    history::CHAIN.iter().chain(&history::MONEY).chain(accounts)
}
