//! The target of a webhook. Somebody else's host name can resolve into this machine's own network,
//! so every address is checked before a connection, and only checked addresses are connected to.

use {
    reqwest::{redirect, Client},
    std::{
        net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
        time::Duration,
    },
    tokio::{net::lookup_host, time::timeout},
    url::{Host, Url},
};

/// Whether an address is one of the public Internet.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_broadcast()
        || address.is_documentation()
        || address.is_multicast();
    // This network, carrier NAT, protocol assignments, 6to4 relays, benchmarks, reserved.
    let is_more = matches!((a, b, c), (0, _, _) | (100, 64..=127, _) | (192, 0, 0) | (192, 88, 99))
        || matches!((a, b), (198, 18 | 19))
        || a >= 240;
    !is_special && !is_more
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(v4) = address.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let [a, b, ..] = address.segments();
    // Global unicast, without documentation, tunnels (Teredo, 6to4) and protocol assignments.
    let is_global = a & 0xe000 == 0x2000;
    let is_special = a == 0x2002 || (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x3fff;
    is_global && !is_special
}

/// A URL that a webhook may have.
///
/// # Errors
/// What is wrong with it, and what to write.
pub fn check_url(text: &str, allow_private: bool) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|error| format!("is no URL: {error}"))?;
    if url.scheme() != "https" && !(allow_private && url.scheme() == "http") {
        return Err("must be https:// (http:// only with allow_private = true)".into());
    }
    let address = match url.host() {
        None => return Err("names no host".into()),
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        Some(Host::Domain(_)) => None,
    };
    if !allow_private && address.is_some_and(|address| !is_public(address)) {
        return Err("leads to a private address: set allow_private = true if it should".into());
    }
    Ok(url)
}

/// A client that connects to the checked addresses of this URL, and to no others: it
/// follows no redirect and takes no proxy.
///
/// # Errors
/// If the name leads nowhere, or to a private address.
pub async fn client(url: &Url, allow_private: bool, time: Duration) -> Result<Client, String> {
    let host = url.host_str().ok_or("names no host")?;
    let port = url.port_or_known_default().ok_or("names no port")?;
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found =
        timeout(time, lookup_host((bare, port))).await.map_err(|_| "its name is not found in time")?;
    let found: Vec<SocketAddr> = found.map_err(|error| format!("its name is not found: {error}"))?.collect();
    if found.is_empty() {
        return Err("its name has no address".into());
    }
    if !allow_private && found.iter().any(|address| !is_public(address.ip())) {
        return Err("its name leads to a private address".into());
    }
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(time)
        .connect_timeout(time)
        .pool_max_idle_per_host(0)
        .resolve_to_addrs(host, &found);
    client.build().map_err(|error| format!("this machine makes no client: {error}"))
}
