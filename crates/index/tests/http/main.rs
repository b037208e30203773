//! The index over HTTP and its webhooks, over a database that was filled from a world's
//! transactions.

mod accounts;
mod alarms;
mod csv;
mod deep;
mod history;
mod hooks;
mod limits;
mod live;
mod loads;
mod openapi;
mod process;
mod supply;
mod targets;
mod town;
