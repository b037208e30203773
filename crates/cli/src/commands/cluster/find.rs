//! Which orders a cluster has.

use {
    crate::{values, Exit, Failure, Session},
    clap::Args,
    io_client::orders::Order,
    io_rpc::{every, Filter},
    solana_pubkey::Pubkey,
    std::mem::offset_of,
};

/// A cluster.
#[derive(Args, Debug)]
pub struct Which {
    /// The note of its orders: a text of at most 32 bytes, or 64 hexadecimal digits
    #[arg(value_parser = values::note)]
    note: [u8; 32],
    /// Of this client; the signer if left out
    #[arg(long, value_parser = values::address)]
    client: Option<Pubkey>,
}

impl Which {
    /// The client of the cluster.
    ///
    /// # Errors
    /// If the key cannot be read.
    pub fn client(&self, session: &Session) -> Result<Pubkey, Failure> {
        self.client.map_or_else(|| session.me(), Ok)
    }

    /// The orders of the cluster, the oldest first.
    ///
    /// # Errors
    /// If there is none.
    pub fn orders(&self, session: &Session) -> Result<Vec<(Pubkey, Order)>, Failure> {
        let client = self.client(session)?;
        let filters = [
            Filter::Bytes(8 + offset_of!(Order, client), client.to_bytes().to_vec()),
            Filter::Bytes(8 + offset_of!(Order, reference), self.note.to_vec()),
        ];
        let mut orders: Vec<(Pubkey, Order)> = every(session.chain, &filters)?;
        if orders.is_empty() {
            let message = format!("No order of the client {client} has this note.");
            return Err(Failure::new(Exit::NotThere, message).hint("`io order list` shows the notes."));
        }
        orders.sort_by_key(|(_, order)| order.serial);
        Ok(orders)
    }
}
