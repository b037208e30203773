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
        fmt::Display,
        fs,
        io::Read,
        path::{Path, PathBuf},
        process::{Command, Stdio},
        sync::mpsc::channel,
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
            Self::File(path) => read(Path::new(&filled(&path.display().to_string())))?,
            Self::Command(line) => run(&filled(line), PATIENCE)?,
            Self::Url(url) => get(&filled(url))?,
            Self::Jupiter(api) => return jupiter(api, usdc),
        };
        text.parse().map_err(Fault::Unreadable)
    }
}

/// What a file holds. A pipe or a device may never end.
fn read(path: &Path) -> Result<String, Fault> {
    let failed = |why: &dyn Display| Fault::Local(format!("cannot read the route {}: {why}", path.display()));
    if !fs::metadata(path).map_err(|error| failed(&error))?.is_file() {
        return Err(failed(&"it is no regular file"));
    }
    let file = fs::File::open(path).map_err(|error| failed(&error))?;
    limited(file).map_err(|why| failed(&why))
}

/// A text that is no longer than a route.
fn limited(from: impl Read) -> Result<String, String> {
    let mut text = String::new();
    from.take(LONGEST + 1).read_to_string(&mut text).map_err(|error| error.to_string())?;
    if text.len() as u64 > LONGEST {
        return Err("it is longer than a route".into());
    }
    Ok(text)
}

/// What a program prints within this time.
fn run(line: &str, patience: Duration) -> Result<String, Fault> {
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
    let (printed, text) = channel();
    thread::spawn(move || {
        // Whoever asked may have given up.
        let _ = printed.send(out.map(limited));
    });
    let start = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if start.elapsed() < patience => thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(failed("takes too long".into()));
            }
        }
    };
    if !status.success() {
        return Err(failed(format!("fails: {status}")));
    }
    match text.recv_timeout(patience.saturating_sub(start.elapsed()).max(Duration::from_millis(100))) {
        Ok(Some(Ok(text))) => Ok(text),
        Ok(Some(Err(why))) => Err(failed(format!("prints no route: {why}"))),
        Ok(None) => Err(failed("prints nothing".into())),
        Err(_) => Err(failed("has ended, and what it has started still holds its output".into())),
    }
}

fn client() -> Result<reqwest::blocking::Client, Fault> {
    let client = reqwest::blocking::Client::builder().timeout(PATIENCE).build();
    client.map_err(|error| Fault::Local(format!("this machine makes no HTTP client: {error}")))
}

/// What the server of a route answers; never its URL, which may hold a key.
fn answer(request: reqwest::blocking::RequestBuilder) -> Result<String, Fault> {
    let failed = |why: &dyn Display| Fault::Local(format!("the route's server: {why}"));
    let answer = request.send().map_err(|error| failed(&error.without_url()))?;
    let status = answer.status();
    let text = limited(answer).map_err(|why| failed(&why))?;
    if status.is_success() {
        return Ok(text);
    }
    let why: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect();
    Err(failed(&format!("HTTP {status}, {why}")))
}

fn get(url: &str) -> Result<String, Fault> {
    answer(client()?.get(url))
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
    let request = client()?.post(format!("{api}/swap-instructions"));
    let text = answer(request.header("content-type", "application/json").body(body.to_string()))?;
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

    #[test]
    fn what_never_ends_is_not_waited_for() {
        let folder = std::env::temp_dir().join(format!("io-route-ends-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let script = folder.join("route.sh");
        fs::write(&script, "sleep 60 &\necho '{}'\n").unwrap();
        let line = format!("sh {}", script.display());
        let pipe = folder.join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for (outcome, word) in [
            (run("sleep 60", Duration::from_millis(200)), "takes too long"),
            (run("cat /dev/zero", Duration::from_secs(30)), "fails"),
            // A child of the command's own keeps the pipe open.
            (run(&line, Duration::from_millis(500)), "still holds its output"),
            (read(&pipe), "no regular file"),
            (read(Path::new("/dev/zero")), "no regular file"),
        ] {
            let said = outcome.unwrap_err().to_string();
            assert!(said.contains(word), "{said}");
        }
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_the_server_of_a_route_says_is_told_without_its_url() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/?api-key=secret", server.local_addr().unwrap());
        thread::spawn(move || {
            use std::io::Write;
            let (mut stream, _) = server.accept().unwrap();
            let _ = stream.read(&mut [0; 4_096]);
            let _ = write!(stream, "HTTP/1.1 400 Bad Request\r\nContent-Length: 8\r\n\r\nno\nroute");
        });
        let said = RouteSource::Url(url).fetch(5).unwrap_err().to_string();
        assert_eq!(said, "the route's server: HTTP 400 Bad Request, no route");
        let said = RouteSource::Url("http://127.0.0.1:1/secret".into()).fetch(5).unwrap_err().to_string();
        assert!(said.starts_with("the route's server: ") && !said.contains("secret"), "{said}");
    }
}
