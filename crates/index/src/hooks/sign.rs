//! Signatures of deliveries, by which a receiver knows whom they are from and when they were made.

use {
    hmac::{Hmac, Mac},
    io_client::hex,
    sha2::Sha256,
};

/// The header of the signature: `t=<Unix seconds>,v1=<hex>`.
pub const SIGNATURE: &str = "x-io-signature";
/// The header of the alert's kind.
pub const EVENT: &str = "x-io-event";

/// The signature of a body that is sent at `time`: HMAC-SHA256 by the secret of the time in
/// decimal, a dot and the body. A receiver refuses a time that is far from its own clock.
#[must_use]
pub fn signature(secret: &[u8], time: i64, body: &str) -> String {
    // HMAC takes a key of any length.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    let sum = mac.chain_update(time.to_string()).chain_update(".").chain_update(body).finalize();
    format!("t={time},v1={}", hex::encode(&sum.into_bytes()))
}
