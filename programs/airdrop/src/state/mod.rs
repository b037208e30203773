//! What the program stores, one account type a file.

mod page;
mod season;

pub use {page::Page, season::Season};
