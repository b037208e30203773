//! HTTP in front of the methods, with its failures.

use {
    super::{methods::answer, Cluster},
    crate::chain::server::{read_call, response},
    serde_json::{json, Value},
    std::{
        io::{self, BufReader, Write},
        net::{TcpListener, TcpStream},
        thread,
        time::Duration,
    },
};

/// Serves until the process ends.
pub(super) fn serve(listener: &TcpListener, cluster: &Cluster) {
    for stream in listener.incoming().flatten() {
        let cluster = cluster.clone();
        // A client that goes away is its own affair.
        thread::spawn(move || {
            let Ok(mut reader) = stream.try_clone().map(BufReader::new) else { return };
            while request(&mut reader, &stream, &cluster).unwrap_or(false) {}
        });
    }
}

/// What happens to a request instead of an answer.
enum Fate {
    Answer,
    Drop,
    Cut,
    Instead(&'static str, &'static str),
}

/// Answers a request; whether the client may ask more.
fn request(reader: &mut BufReader<TcpStream>, mut stream: &TcpStream, cluster: &Cluster) -> io::Result<bool> {
    let Some(call) = read_call(reader)? else { return Ok(false) };
    let slow = cluster.state().faults.slow;
    thread::sleep(Duration::from_millis(slow.into()));
    let (head, body) = match fate(cluster) {
        Fate::Drop => return Ok(false),
        Fate::Instead(head, body) => (head, body.to_owned()),
        Fate::Answer => ("200 OK\r\nContent-Type: application/json", answers(cluster, &call)),
        Fate::Cut => {
            let body = answers(cluster, &call);
            let head = "200 OK\r\nContent-Type: application/json";
            let whole = response(head, &body);
            stream.write_all(&whole.as_bytes()[..whole.len() - body.len() / 2])?;
            return Ok(false);
        }
    };
    stream.write_all(response(head, &body).as_bytes())?;
    Ok(true)
}

fn fate(cluster: &Cluster) -> Fate {
    let mut state = cluster.state();
    let faults = state.faults;
    if state.strikes("drops", faults.drops) {
        return Fate::Drop;
    }
    if state.strikes("cuts", faults.cuts) {
        return Fate::Cut;
    }
    if state.strikes("busy", faults.busy) {
        let long = state.random.u8(..4) == 0;
        let head = match long {
            true => "429 Too Many Requests\r\nRetry-After: 1",
            false => "429 Too Many Requests\r\nRetry-After: 0",
        };
        return Fate::Instead(
            head,
            r#"{"jsonrpc":"2.0","error":{"code":429,"message":"Too many requests"},"id":1}"#,
        );
    }
    if state.strikes("garbled", faults.garbled) {
        return match state.random.bool() {
            true => Fate::Instead("200 OK\r\nContent-Type: text/html", "<html>Bad gateway</html>"),
            false => Fate::Instead("503 Service Unavailable", ""),
        };
    }
    Fate::Answer
}

/// The answer to a call, or to each of a batch.
fn answers(cluster: &Cluster, call: &Value) -> String {
    match call.as_array() {
        Some(calls) => Value::Array(calls.iter().map(|call| reply(cluster, call)).collect()).to_string(),
        None => reply(cluster, call).to_string(),
    }
}

fn reply(cluster: &Cluster, call: &Value) -> Value {
    let method = call["method"].as_str().unwrap_or_default();
    let behind = {
        let mut state = cluster.state();
        *state.asked.entry(method.to_owned()).or_default() += 1;
        let share = state.faults.behind;
        state.strikes("behind", share)
    };
    let mut reply = json!({ "jsonrpc": "2.0", "id": call["id"] });
    let result = match behind {
        true => Err(json!({ "code": -32_005, "message": "Node is behind by 42 slots" })),
        false => answer(cluster, method, &call["params"]),
    };
    match result {
        Ok(result) => reply["result"] = result,
        Err(error) => reply["error"] = error,
    }
    reply
}
