//! What a client does; `cancel` and `end` are open to others too, at later times.

mod cancel;
mod create;
mod dispute;
mod end;
mod extend;

pub use {cancel::*, create::*, dispute::*, end::*, extend::*};
