//! What a season's funder does.

mod create_season;
mod update_season;

pub use {create_season::*, update_season::*};
