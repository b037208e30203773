//! Where swaps on any exchange come from: a file, a program, an HTTP address, an aggregator.

use {
    io_client::addresses::{
        buyback::{SWAPPER, SWAPPER_IO, SWAPPER_USDC},
        emission::MINT,
        external::USDC_MINT,
    },
    io_rpc::{Fault, Route},
    serde_json::{json, Value},
    std::{
        fs,
        io::Read,
        path::PathBuf,
        process::{Command, Stdio},
        thread,
        time::{Duration, Instant},
    },
};

/// A route that is not there after this time is none.
const PATIENCE: Duration = Duration::from_secs(10);
/// No route is longer.
const LONGEST: u64 = 1 << 20;
/// What an aggregator's route may bring less than its quote: the buyback asks for its own price
/// anyway.
const SLIPPAGE_BPS: u16 = 100;

/// Where a route comes from. `{amount}` in it is what to swap, in base units of USDC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RouteSource {
    /// A file that somebody else keeps up to date.
    File(PathBuf),
    /// A program and its arguments, which prints the route.
    Command(String),
    /// An address that answers with the route.
    Url(String),
    /// The API of Jupiter: its quote, and the swap instructions for it.
    Jupiter(String),
}

impl RouteSource {
    /// A route for so many base units of USDC.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub fn fetch(&self, usdc: u64) -> Result<Route, Fault> {
        let filled = |text: &str| text.replace("{amount}", &usdc.to_string());
        let text = match self {
            Self::File(path) => fs::read_to_string(filled(&path.display().to_string())).map_err(|error| {
                Fault::Local(format!("cannot read the route {}: {error}", path.display()))
            })?,
            Self::Command(line) => run(&filled(line))?,
            Self::Url(url) => get(&filled(url))?,
            Self::Jupiter(api) => return jupiter(api, usdc),
        };
        text.parse().map_err(Fault::Unreadable)
    }
}

/// What a program prints.
fn run(line: &str) -> Result<String, Fault> {
    let failed = |why: String| Fault::Local(format!("the route's command `{line}` {why}"));
    let mut words = line.split_whitespace();
    let program = words.next().ok_or_else(|| failed("is empty".into()))?;
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| failed(format!("does not start: {error}")))?;
    let out = child.stdout.take();
    let read = thread::spawn(move || {
        let mut text = String::new();
        out.map(|out| out.take(LONGEST).read_to_string(&mut text)).transpose().map(|_| text)
    });
    let start = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() < PATIENCE => thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed("takes too long".into()));
            }
        }
    };
    let text = read.join().ok().and_then(Result::ok).ok_or_else(|| failed("prints no text".into()))?;
    if status.success() {
        return Ok(text);
    }
    Err(failed(format!("fails: {status}")))
}

fn client() -> Result<reqwest::blocking::Client, Fault> {
    let client = reqwest::blocking::Client::builder().timeout(PATIENCE).build();
    client.map_err(|error| Fault::Local(format!("this machine makes no HTTP client: {error}")))
}

/// Of an error everything but its URL, which may hold a key.
fn silent(error: reqwest::Error) -> Fault {
    let error = error.without_url();
    Fault::Unreachable(format!("the route's server: {error}"))
}

fn get(url: &str) -> Result<String, Fault> {
    let answer = client()?.get(url).send().map_err(silent)?;
    answer.error_for_status().map_err(silent)?.text().map_err(silent)
}

/// Asks Jupiter's API for a quote, then for the instructions of that quote.
fn jupiter(api: &str, usdc: u64) -> Result<Route, Fault> {
    let api = api.trim_end_matches('/');
    let quote = get(&format!(
        "{api}/quote?inputMint={USDC_MINT}&outputMint={}&amount={usdc}&slippageBps={SLIPPAGE_BPS}",
        MINT.address
    ))?;
    let quote: Value = serde_json::from_str(&quote)
        .map_err(|error| Fault::Unreadable(format!("the route's quote is no JSON: {error}")))?;
    let body = json!({
        "userPublicKey": SWAPPER.address.to_string(),
        "destinationTokenAccount": SWAPPER_IO.to_string(),
        "sourceTokenAccount": SWAPPER_USDC.to_string(),
        "wrapAndUnwrapSol": false,
        "useSharedAccounts": false,
        "quoteResponse": quote,
    });
    let answer = client()?
        .post(format!("{api}/swap-instructions"))
        .header("content-type", "application/json")
        .body(body.to_string())
        .send()
        .map_err(silent)?;
    let text = answer.error_for_status().map_err(silent)?.text().map_err(silent)?;
    let route: Route = text.parse().map_err(Fault::Unreadable)?;
    let quoted = quote["outAmount"].as_str().and_then(|amount| amount.parse().ok());
    Ok(Route { quoted: route.quoted.or(quoted), ..route })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROUTE: &str = r#"{"programId":"11111111111111111111111111111111","accounts":[],"data":"AQ=="}"#;

    #[test]
    fn a_route_comes_from_a_file_or_a_command() {
        let path = std::env::temp_dir().join(format!("io-route-{}.json", std::process::id()));
        fs::write(&path, ROUTE).unwrap();
        assert_eq!(RouteSource::File(path.clone()).fetch(5).unwrap().swap.data, [1]);
        let command = RouteSource::Command(format!("cat {}", path.display()));
        assert_eq!(command.fetch(5).unwrap().swap.data, [1]);
        fs::remove_file(&path).unwrap();
        for (source, word) in [
            (RouteSource::File(path), "cannot read the route"),
            (RouteSource::Command("false".into()), "fails"),
            (RouteSource::Command("no-such-program {amount}".into()), "does not start"),
            (RouteSource::Command("echo {amount}".into()), "no swap"),
        ] {
            let said = source.fetch(5).unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
    }
}
