//! The history of the IO token economy in a database.
//!
//! A [`Source`] lists and fetches transactions of the programs, and reads accounts; [`Indexer`]
//! applies them in their order to a [`Store`], which is SQLite or PostgreSQL. The tables hold
//! finalized data alone, so that a dropped fork never reaches them; what is only confirmed goes to
//! [`Live`].

mod decode;
mod error;
mod fold;
pub mod hooks;
pub mod http;
mod ingest;
mod live;
mod place;
pub mod source;
mod store;

pub use {
    decode::{account_json, events, is_truncated, Decoded, Fields},
    error::{Error, Result},
    ingest::{Indexer, Limits, Progress},
    live::{Commitment, Live, LiveEvent, Tip},
    place::Place,
    source::Source,
    store::{dump, dump_to, Database, Store},
};
