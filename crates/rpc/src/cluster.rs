//! Which cluster a text names: one rule for all tools.

/// Clusters by the names that the Solana CLI knows, and their URLs.
const CLUSTERS: [(&[&str], &str); 4] = [
    (&["m", "mainnet-beta", "mainnet"], "https://api.mainnet-beta.solana.com"),
    (&["t", "testnet"], "https://api.testnet.solana.com"),
    (&["d", "devnet"], "https://api.devnet.solana.com"),
    (&["l", "localhost", "localnet"], "http://localhost:8899"),
];

/// Hosts of this machine, which are taken for `http://` if no scheme is named.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// The URL of a cluster: of one that is known by its name, of a host of this machine, or the URL
/// itself.
///
/// # Errors
/// What is wrong with the text, and what to write.
pub fn cluster_url(text: &str) -> Result<String, String> {
    let text = text.trim();
    if let Some((_, url)) = CLUSTERS.iter().find(|(names, _)| names.contains(&text)) {
        return Ok((*url).to_owned());
    }
    let names = "mainnet-beta, testnet, devnet or localhost";
    match text.split_once("://") {
        Some(("http" | "https", rest)) if !rest.is_empty() && !rest.starts_with(['/', '?', '#']) => {
            Ok(text.to_owned())
        }
        Some(("http" | "https", _)) => Err(format!("\"{text}\" names no host: write {names}, or a URL")),
        Some(("ws" | "wss", _)) => Err(format!(
            "\"{}\" is a WebSocket: write the URL of JSON-RPC, with http:// or https://",
            host(text)
        )),
        Some((scheme, _)) => {
            Err(format!("\"{scheme}://\" is no scheme of a cluster: write http:// or https://"))
        }
        None if LOCAL.contains(&text.split_once(':').map_or(text, |(host, _)| host))
            || text.starts_with("[::1]") =>
        {
            Ok(format!("http://{text}"))
        }
        None if text.contains(['.', ':']) => {
            Err(format!("\"{}\" has no scheme: write https://{0}", host(text)))
        }
        None => Err(format!("there is no cluster \"{text}\": write {names}, or a URL")),
    }
}

/// Where a cluster with this URL serves WebSocket: the next port, or the same place if the URL
/// names no port.
#[cfg(feature = "client")]
#[must_use]
pub fn ws_url(url: &str) -> Option<String> {
    let mut url = url::Url::parse(url).ok()?;
    let scheme = if url.scheme() == "https" { "wss" } else { "ws" };
    let port = url.port().map(|port| port.saturating_add(1));
    url.set_scheme(scheme).and_then(|()| url.set_port(port)).ok()?;
    Some(url.into())
}

/// A URL without user, path and query: they may hold a key.
pub fn host(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    if scheme.is_empty() {
        host.to_owned()
    } else {
        format!("{scheme}://{host}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_is_known_by_its_name_or_its_url() {
        for (text, url) in [
            ("m", "https://api.mainnet-beta.solana.com"),
            ("mainnet-beta", "https://api.mainnet-beta.solana.com"),
            ("devnet", "https://api.devnet.solana.com"),
            ("l", "http://localhost:8899"),
            ("localhost", "http://localhost:8899"),
            ("localhost:8899", "http://localhost:8899"),
            ("127.0.0.1:8899", "http://127.0.0.1:8899"),
            ("[::1]:8899", "http://[::1]:8899"),
            (" http://localhost:8899 ", "http://localhost:8899"),
            ("https://rpc.example.com/v1?key=1", "https://rpc.example.com/v1?key=1"),
        ] {
            assert_eq!(cluster_url(text).as_deref(), Ok(url), "{text}");
        }
    }

    #[test]
    fn what_names_no_cluster_is_said() {
        for (text, word) in [
            ("foo", "there is no cluster \"foo\""),
            ("", "there is no cluster"),
            ("rpc.example.com", "write https://rpc.example.com"),
            ("rpc.example.com:8899/key?secret", "write https://rpc.example.com:8899"),
            ("ws://localhost:8900", "WebSocket"),
            ("ftp://localhost", "no scheme of a cluster"),
            ("http://", "names no host"),
            ("https:///path", "names no host"),
        ] {
            let said = cluster_url(text).unwrap_err();
            assert!(said.contains(word), "{text}: {said}");
            assert!(!said.contains("secret"), "{said}");
        }
    }

    #[test]
    fn keys_in_a_url_are_not_shown() {
        assert_eq!(host("https://user:secret@rpc.example.com/v1/key?api=1"), "https://rpc.example.com");
        assert_eq!(host("https://rpc.example.com?api-key=secret"), "https://rpc.example.com");
        assert_eq!(host("http://localhost:8899"), "http://localhost:8899");
    }

    #[cfg(feature = "client")]
    #[test]
    fn websocket_is_where_solanas_tools_look_for_it() {
        for (url, ws) in [
            ("http://localhost:8899", "ws://localhost:8900/"),
            ("http://127.0.0.1:8899", "ws://127.0.0.1:8900/"),
            ("https://api.devnet.solana.com", "wss://api.devnet.solana.com/"),
            ("https://rpc.example.com/v2/key?a=b", "wss://rpc.example.com/v2/key?a=b"),
        ] {
            assert_eq!(ws_url(url).as_deref(), Some(ws));
        }
        assert_eq!(ws_url("localhost"), None);
    }
}
