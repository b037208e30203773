//! What the program stores, one account type a file.

mod category;
mod grant;

pub use {category::Category, grant::Grant};
