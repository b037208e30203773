//! Subscriptions over WebSocket.

use {
    super::{methods::visible, wire, Cluster, View},
    crate::record::Recorded,
    serde_json::{json, Value},
    solana_pubkey::Pubkey,
    std::{
        io,
        net::{TcpListener, TcpStream},
        thread,
        time::Duration,
    },
    tungstenite::{accept, Error, Message, WebSocket},
};

/// How often it looks whether there is something to say.
const LOOK: Duration = Duration::from_millis(10);

/// Serves until the process ends.
pub(super) fn serve(listener: &TcpListener, cluster: &Cluster) {
    for stream in listener.incoming().flatten() {
        let cluster = cluster.clone();
        // A client that goes away is its own affair.
        thread::spawn(move || Connection::open(stream, cluster).map(Connection::run));
    }
}

enum What {
    /// Transactions that name this address, or all.
    Logs(Option<Pubkey>),
    Slots,
    Roots,
}

struct Subscription {
    id: u64,
    what: What,
    commitment: String,
    /// Everything up to this slot was said.
    said: u64,
}

struct Connection {
    socket: WebSocket<TcpStream>,
    cluster: Cluster,
    subscriptions: Vec<Subscription>,
    next: u64,
    sent: u64,
}

impl Connection {
    fn open(stream: TcpStream, cluster: Cluster) -> Option<Self> {
        let socket = accept(stream).ok()?;
        socket.get_ref().set_read_timeout(Some(LOOK)).ok()?;
        Some(Self { socket, cluster, subscriptions: Vec::new(), next: 1, sent: 0 })
    }

    fn run(mut self) {
        while self.turn().is_ok() {}
    }

    // The library's error is as large as it is.
    #[allow(clippy::result_large_err)]
    fn turn(&mut self) -> Result<(), Error> {
        match self.socket.read() {
            Ok(Message::Text(text)) => {
                let call: Value = serde_json::from_str(&text).unwrap_or_default();
                let result = self.call(call["method"].as_str().unwrap_or_default(), &call["params"]);
                self.say(&json!({ "jsonrpc": "2.0", "id": call["id"], "result": result }))?;
            }
            Ok(Message::Close(_)) => return Err(Error::ConnectionClosed),
            Ok(_) => {}
            Err(Error::Io(error)) if is_timeout(&error) => {}
            Err(error) => return Err(error),
        }
        self.tell()
    }

    fn call(&mut self, method: &str, params: &Value) -> Value {
        let config = params.as_array().and_then(|params| params.last()).unwrap_or(&Value::Null);
        let commitment = config["commitment"].as_str().unwrap_or("finalized").to_owned();
        let what = match method {
            "logsSubscribe" => {
                What::Logs(params[0]["mentions"][0].as_str().and_then(|text| text.parse().ok()))
            }
            "slotSubscribe" => What::Slots,
            "rootSubscribe" => What::Roots,
            _ if method.ends_with("Unsubscribe") => {
                self.subscriptions.retain(|one| Some(one.id) != params[0].as_u64());
                return json!(true);
            }
            _ => return Value::Null,
        };
        let view = self.cluster.view();
        let said = match what {
            What::Logs(_) => view.slot(&commitment),
            What::Slots => view.tip,
            What::Roots => view.slot("finalized"),
        };
        self.subscriptions.push(Subscription { id: self.next, what, commitment, said });
        self.next += 1;
        json!(self.next - 1)
    }

    #[allow(clippy::result_large_err)]
    fn tell(&mut self) -> Result<(), Error> {
        let view = self.cluster.view();
        if view.faults.socket_silent {
            return Ok(());
        }
        let mut messages = Vec::new();
        for one in &mut self.subscriptions {
            messages.extend(one.news(&self.cluster, &view));
        }
        for message in &messages {
            let cut = u64::from(view.faults.socket_cut);
            if cut > 0 && self.sent >= cut {
                *self.cluster.state().struck.entry("socket_cut").or_default() += 1;
                return Err(Error::ConnectionClosed);
            }
            for _ in 0..=u8::from(view.faults.socket_repeats) {
                self.say(message)?;
            }
            self.sent += 1;
        }
        Ok(())
    }

    #[allow(clippy::result_large_err)]
    fn say(&mut self, message: &Value) -> Result<(), Error> {
        self.socket.send(Message::text(message.to_string()))
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut)
}

impl Subscription {
    fn news(&mut self, cluster: &Cluster, view: &View) -> Vec<Value> {
        let id = self.id;
        let notify = |method: &str, result: Value| {
            let params = json!({ "result": result, "subscription": id });
            json!({ "jsonrpc": "2.0", "method": method, "params": params })
        };
        let from = self.said;
        match &self.what {
            What::Slots if view.tip > from => {
                self.said = view.tip;
                let root = view.slot("finalized");
                let slot = json!({ "slot": view.tip, "parent": view.tip - 1, "root": root });
                vec![notify("slotNotification", slot)]
            }
            What::Roots if view.slot("finalized") > from => {
                self.said = view.slot("finalized");
                vec![notify("rootNotification", json!(self.said))]
            }
            What::Logs(mentions) => {
                let slot = view.slot(&self.commitment);
                self.said = slot.max(from);
                let news = visible(cluster, view, slot).filter(|one| one.slot > from);
                let news = news.filter(|one| mentions.is_none_or(|address| one.names(&address)));
                let log = |one: &Recorded| {
                    let value = json!({
                        "signature": one.signature().to_string(), "err": one.error,
                        "logs": wire::logs(one, &view.faults),
                    });
                    notify("logsNotification", json!({ "context": { "slot": one.slot }, "value": value }))
                };
                news.map(log).collect()
            }
            _ => Vec::new(),
        }
    }
}
