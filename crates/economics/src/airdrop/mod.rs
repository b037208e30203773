//! Airdrop seasons: points that were published off chain are worth IO on chain.
//!
//! ```text
//! payout = floor(points * pool / points of all)
//! ```
//!
//! A season is a Merkle root over leaves (index, wallet, points), a pool, and a time in which it is
//! open. What a point is worth follows from the season alone, so anyone can recompute it; a claim
//! proves its leaf. The rules:
//!
//! - any change of what is published puts the opening off to at least [`NOTICE_SECONDS`] later;
//! - a season opens only when its whole pool is in its vault; what comes in later than the
//!   announced opening moves the opening and the closing alike, so that claimants always have the
//!   time that was announced;
//! - once open nothing changes any more, and after the closing the rest burns or returns, as was
//!   published.
//!
//! Whatever the leaves say, a season pays at most its pool. A method that fails has changed nothing
//! but the greatest time seen. Times are Unix seconds; a time before the greatest seen counts as
//! the greatest seen.

mod error;
pub mod merkle;
mod page;
mod season;
mod terms;

pub use crate::time::NOTICE_SECONDS;
pub use error::AirdropError;
pub use page::{is_claimed, page_of, Bitmap, CLAIMS_PER_PAGE, PAGE_BYTES};
pub use season::{payout, Rest, SeasonLedger};
pub use terms::{Terms, MAX_LEAVES, MAX_OPEN_SECONDS, MAX_WAIT_SECONDS, MIN_OPEN_SECONDS};
