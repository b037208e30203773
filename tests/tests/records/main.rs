//! Notice, records, maintenance and attestations on bytecode.

mod accounts;
mod attacks;
mod attestations;
mod facts;
mod maintenance;
mod notice;
