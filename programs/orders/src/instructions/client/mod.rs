//! What a client does; `cancel` and `end` are open to others too, at later times.

mod award;
mod book;
mod cancel;
mod cancel_request;
mod create;
mod dispute;
mod end;
mod extend;
mod request;

pub use {
    award::*, book::*, cancel::*, cancel_request::*, create::*, dispute::*, end::*, extend::*, request::*,
};
