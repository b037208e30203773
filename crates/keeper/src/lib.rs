//! The daemon that turns the cranks.
//!
//! A pass looks at the accounts ([`Snapshot`]), decides what is to be done ([`plan`], a pure
//! function) and does it ([`Keeper::pass`]). Every crank is permissionless, idempotent and catches
//! up after any gap, so a keeper holds no state that matters: any number of them may run, be killed
//! and be started again. That another one was first is no error.

mod backoff;
mod clock;
mod config;
mod crew;
mod daemon;
mod fees;
mod fetch;
mod grants;
mod guard;
mod http;
mod jobs;
mod keeper;
mod market;
mod pass;
mod passes;
mod plan;
mod rents;
mod report;
mod routes;
mod top_up;
mod trader;
mod wake;

pub use {
    config::{Config, Exchange, PriceSource, Settings, Trading},
    crew::Crew,
    daemon::{run, Exit},
    fees::Fee,
    grants::LockedGrant,
    guard::{Guard, PANICS},
    http::{serve, Health},
    keeper::Keeper,
    market::MarketStep,
    pass::Limits,
    passes::run_passes,
    plan::{plan, Node, Policy, Snapshot, Step, Task, TASKS},
    report::Report,
    routes::RouteSource,
    wake::tell,
};
