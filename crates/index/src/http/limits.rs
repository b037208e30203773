//! What all clients together may ask for at once. These limits bound the memory of all answers:
//! 64 MiB of bodies, 16 queries of 1,000 rows, and the buffers of 1,000 connections.

use {io_client::economics::time::DAY, std::time::Duration};

/// The limits of the server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections at once; others wait until one ends.
    pub connections: usize,
    /// Connections of one public address, or of one network of IPv6; another one ends at once.
    pub of_one: usize,
    /// Whether addresses of private networks count, too. Behind one of them may be a proxy.
    pub counts_private: bool,
    /// Queries of the database at once; others wait for `patience`.
    pub queries: usize,
    /// Bytes of answers that are being sent.
    pub answers: usize,
    /// Readers of /v1/live.
    pub live: usize,
    /// CSV files that are being written.
    pub files: usize,
    /// How long a request waits for a query slot.
    pub patience: Duration,
    /// How long its queries take.
    pub query: Duration,
    /// How long a connection may be silent, send its request, or take its answer.
    pub slowest: Duration,
    /// How long a CSV file takes.
    pub file: Duration,
    /// Between two heartbeats of /v1/live.
    pub heartbeat: Duration,
    /// Events that /v1/live goes back.
    pub replay: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1_000,
            of_one: 100,
            counts_private: false,
            queries: 16,
            answers: 64 << 20,
            live: 200,
            files: 8,
            patience: Duration::from_secs(2),
            query: Duration::from_secs(5),
            slowest: Duration::from_secs(20),
            file: Duration::from_secs(600),
            heartbeat: Duration::from_secs(15),
            replay: 10_000,
        }
    }
}

/// Bytes of a URL.
pub const URI: usize = 2_048;
/// Bytes of a request's head.
pub const HEAD: usize = 16 << 10;
/// Seconds of a span of hours or of a CSV file: 366 days.
pub const SPAN: i64 = 366 * DAY;
