//! What a client does.

mod create;
mod dispute;
mod extend;

pub use {create::*, dispute::*, extend::*};
