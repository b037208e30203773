//! What the program stores, one account type a file.

mod page;
mod season;

pub(crate) use season::signed_as;
pub use {page::Page, season::Season};
