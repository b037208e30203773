//! Connections by the address that they come from: nobody has all of them.

use {
    super::Limits,
    crate::hooks::is_public,
    std::{
        collections::HashMap,
        net::{IpAddr, Ipv6Addr},
        sync::{Arc, Mutex, PoisonError},
    },
};

/// The network part of an IPv6 address, which is what a client has: 64 bits.
const NETWORK: u32 = 64;

/// Addresses with a connection, and how many each has.
#[derive(Clone, Debug, Default)]
pub struct Peers {
    counts: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A connection of an address, as long as it is there.
#[derive(Debug)]
pub struct Peer {
    peers: Peers,
    address: Option<IpAddr>,
}

impl Peers {
    /// Counts a connection; none if its address has as many as it may. Addresses of private
    /// networks are not counted, unless the limits say so: behind one may be a proxy with
    /// everybody's.
    pub fn take(&self, address: IpAddr, limits: &Limits) -> Option<Peer> {
        let address = network(address);
        if !is_public(address) && !limits.counts_private {
            return Some(Peer { peers: self.clone(), address: None });
        }
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(address).or_default();
        if *count >= limits.of_one {
            return None;
        }
        *count += 1;
        drop(counts);
        Some(Peer { peers: self.clone(), address: Some(address) })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        let mut counts = self.peers.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&address) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&address);
            }
        }
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() >> NETWORK << NETWORK).into(),
        v4 => v4,
    }
}
