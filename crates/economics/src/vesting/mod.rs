//! The locked parts of genesis: 272,000,000 IO that unlock by the month, from month 13 on.
//!
//! A category (seed, series A, core) unlocks in equal monthly tranches; grants share it out. After
//! `k` of its `N` tranches a grant has vested
//!
//! ```text
//! floor(amount * (k - k0) / (N - k0)), and all of it at k = N
//! ```
//!
//! where `k0` is 0, but for core contributors the number of tranches that were unlocked when the
//! grant was made. Whatever the grants say, a category never releases more than `floor(total * k /
//! N)`: the bound does not rest on any account but the category's own.
//!
//! A method that fails has changed nothing but the greatest time seen. Times are Unix seconds; a
//! category never unlocks less than it did before, whatever the clock says.

mod category;
mod error;
mod grant;
mod kind;

pub use category::CategoryLedger;
pub use error::VestingError;
pub use grant::GrantLedger;
pub use kind::{CategoryKind, CLIFF_MONTHS};
