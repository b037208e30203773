//! A proxy between a keeper and its cluster, which fails in a chosen way.

use {
    crate::network::free_ports,
    anyhow::Result,
    base64::{prelude::BASE64_STANDARD, Engine},
    io_localnet::HOST,
    serde_json::{json, Value},
    solana_signature::Signature,
    std::{
        collections::HashMap,
        io::{self, BufRead, BufReader, Read, Write},
        net::{Shutdown, TcpListener, TcpStream},
        ops::Range,
        sync::{Arc, Mutex, MutexGuard, PoisonError},
        thread::{self, sleep},
        time::{Duration, SystemTime},
    },
};

/// How it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failure {
    /// Not at all.
    None,
    /// Connections are cut, WebSocket too.
    Down,
    /// A third of the calls is cut.
    Drops,
    /// Answers come after the keeper has given up.
    Slow,
    /// HTTP 503.
    Busy,
    /// The node says that it is behind.
    Behind,
    /// A page of some proxy instead of an answer.
    Garbled,
    /// Accounts as they were the first time that somebody asked for them this hour.
    Stale,
    /// Blockhashes that have expired.
    Expired,
    /// Transactions are taken and forgotten.
    Forgets,
    /// Transactions are passed on, the answer is lost.
    Loses,
}

impl Failure {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Down,
        Self::Drops,
        Self::Slow,
        Self::Busy,
        Self::Behind,
        Self::Garbled,
        Self::Stale,
        Self::Expired,
        Self::Forgets,
        Self::Loses,
    ];
}

/// The proxy: a port for JSON-RPC, the next one for WebSocket.
#[derive(Clone)]
pub struct Proxy(Arc<State>);

struct State {
    port: u16,
    cluster: u16,
    /// How it fails, and since when.
    now: Mutex<(Failure, SystemTime)>,
    /// How it failed, and from when to when.
    past: Mutex<Vec<(Failure, Range<SystemTime>)>>,
    struck: Mutex<HashMap<Failure, u32>>,
    /// The first answer to each request in this hour; to that for a blockhash, ever.
    first: Mutex<HashMap<String, Vec<u8>>>,
    sockets: Mutex<Vec<TcpStream>>,
}

/// Slower than the keepers' patience of 2 seconds.
const SLOW: Duration = Duration::from_millis(2_500);

impl Proxy {
    /// Before the cluster at a port of this machine; nothing fails yet.
    pub fn start(cluster: u16) -> Result<Self> {
        let port = free_ports()?;
        let proxy = Self(Arc::new(State {
            port,
            cluster,
            now: Mutex::new((Failure::None, SystemTime::now())),
            past: Mutex::default(),
            struck: Mutex::default(),
            first: Mutex::default(),
            sockets: Mutex::default(),
        }));
        let (http, ws) = (TcpListener::bind((HOST, port))?, TcpListener::bind((HOST, port + 1))?);
        let state = proxy.0.clone();
        thread::spawn(move || {
            for stream in http.incoming().flatten() {
                let state = state.clone();
                // That a connection ends is what this is for.
                thread::spawn(move || state.serve(stream).is_ok());
            }
        });
        let state = proxy.0.clone();
        thread::spawn(move || ws.incoming().flatten().for_each(|stream| drop(state.pipe(stream))));
        Ok(proxy)
    }

    /// Where the keeper finds it.
    pub fn url(&self) -> String {
        format!("http://{HOST}:{}", self.0.port)
    }

    /// Fails like this from now on.
    pub fn set(&self, failure: Failure) {
        let time = SystemTime::now();
        let (before, since) = std::mem::replace(&mut *held(&self.0.now), (failure, time));
        if before != Failure::None {
            held(&self.0.past).push((before, since..time));
        }
        if failure == Failure::Down {
            for socket in held(&self.0.sockets).drain(..) {
                // It may be closed already.
                let _ = socket.shutdown(Shutdown::Both);
            }
        }
    }

    /// Accounts grow stale from now on; blockhashes have long done so.
    pub fn remember(&self) {
        held(&self.0.first).retain(|key, _| key.contains("getLatestBlockhash"));
    }

    /// How it failed, and from when to when; what is on now is not in it.
    pub fn past(&self) -> Vec<(Failure, Range<SystemTime>)> {
        held(&self.0.past).clone()
    }

    /// How many calls failed in each way.
    pub fn struck(&self) -> HashMap<Failure, u32> {
        held(&self.0.struck).clone()
    }
}

impl State {
    fn serve(&self, mut stream: TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        if let Some(answer) = self.answer(&request(&mut reader)?)? {
            stream.write_all(&answer)?;
        }
        Ok(())
    }

    /// The whole answer to a call; none if the connection is cut.
    fn answer(&self, body: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let call: Value = serde_json::from_slice(body)?;
        let method = call["method"].as_str().unwrap_or_default();
        let (failure, _) = *held(&self.now);
        let fails = match failure {
            Failure::None => false,
            Failure::Drops => fastrand::u8(..3) == 0,
            Failure::Stale => method.ends_with("Accounts"),
            Failure::Expired => method == "getLatestBlockhash",
            Failure::Forgets | Failure::Loses => method == "sendTransaction",
            _ => true,
        };
        if !fails {
            return self.forward(&call, body).map(Some);
        }
        *held(&self.struck).entry(failure).or_default() += 1;
        Ok(match failure {
            Failure::None | Failure::Down | Failure::Drops => None,
            Failure::Slow => {
                sleep(SLOW);
                Some(self.forward(&call, body)?)
            }
            Failure::Busy => Some(http("503 Service Unavailable", "")),
            Failure::Behind => {
                let error = json!({ "code": -32_005, "message": "Node is behind by 42 slots" });
                Some(answer(&json!({ "jsonrpc": "2.0", "id": call["id"], "error": error })))
            }
            Failure::Garbled => Some(http("200 OK", "<html>Bad gateway</html>")),
            Failure::Stale | Failure::Expired => {
                let first = held(&self.first).get(&key(&call)).cloned();
                Some(first.map_or_else(|| self.forward(&call, body), Ok)?)
            }
            Failure::Forgets => {
                let signature = json!(signature(&call).unwrap_or_default().to_string());
                Some(answer(&json!({ "jsonrpc": "2.0", "id": call["id"], "result": signature })))
            }
            Failure::Loses => {
                self.forward(&call, body)?;
                None
            }
        })
    }

    fn forward(&self, call: &Value, body: &[u8]) -> io::Result<Vec<u8>> {
        let mut cluster = TcpStream::connect((HOST, self.cluster))?;
        write!(
            cluster,
            "POST / HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        )?;
        cluster.write_all(body)?;
        let mut answer = Vec::new();
        cluster.read_to_end(&mut answer)?;
        held(&self.first).entry(key(call)).or_insert_with(|| answer.clone());
        Ok(answer)
    }

    /// Passes a WebSocket on, until it is cut.
    fn pipe(&self, keeper: TcpStream) -> io::Result<()> {
        if held(&self.now).0 == Failure::Down {
            return Ok(());
        }
        let cluster = TcpStream::connect((HOST, self.cluster + 1))?;
        held(&self.sockets).extend([keeper.try_clone()?, cluster.try_clone()?]);
        for (mut from, mut to) in [(keeper.try_clone()?, cluster.try_clone()?), (cluster, keeper)] {
            thread::spawn(move || {
                let copied = io::copy(&mut from, &mut to);
                to.shutdown(Shutdown::Both).and(copied).is_ok()
            });
        }
        Ok(())
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is asked, whoever asks.
fn key(call: &Value) -> String {
    format!("{} {}", call["method"], call["params"])
}

/// The body of a request.
fn request(reader: &mut BufReader<TcpStream>) -> io::Result<Vec<u8>> {
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
        line.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok(body)
}

fn answer(value: &Value) -> Vec<u8> {
    http("200 OK", &value.to_string())
}

fn http(status: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The signature of a transaction that is sent.
fn signature(call: &Value) -> Option<Signature> {
    let wire = BASE64_STANDARD.decode(call["params"][0].as_str()?).ok()?;
    // After the number of signatures, below 128.
    wire.get(1..65)?.try_into().ok().map(|bytes: [u8; 64]| Signature::from(bytes))
}
