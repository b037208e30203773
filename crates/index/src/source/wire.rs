//! Calls of JSON-RPC: tried again while that may help, within bounds of time and memory.

use {
    crate::{Error, Result},
    reqwest::{header::RETRY_AFTER, Client, StatusCode, Url},
    serde_json::{json, Value},
    std::time::Duration,
    tokio::time::sleep,
};

/// Tries of a call.
const TRIES: u32 = 6;
/// The pause after the first try; each later one is twice as long.
const PAUSE: Duration = Duration::from_millis(200);
/// No pause within a call is longer, whatever the server asks.
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
/// An answer takes no longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// And is not larger, in bytes: a page of signatures has 300 KB, a block's 400 KB.
const LARGEST: usize = 16 << 20;
/// Most characters of a server's message that are passed on.
const LONGEST_WORDS: usize = 200;

/// An HTTP client of one URL.
#[derive(Debug)]
pub(super) struct Wire {
    client: Client,
    url: Url,
}

/// Why a try failed.
struct Failure {
    message: String,
    wait: Option<Duration>,
    /// The same call gets the same answer.
    is_final: bool,
}

impl Failure {
    fn new(message: impl ToString) -> Self {
        Self { message: message.to_string(), wait: None, is_final: false }
    }
}

impl Wire {
    pub(super) fn new(url: &str) -> Result<Self> {
        let url = Url::parse(url).map_err(|error| Error::Data(format!("the URL of the cluster: {error}")))?;
        let client = Client::builder().timeout(PATIENCE).connect_timeout(PATIENCE).build();
        let client = client.map_err(|error| Error::Data(format!("no HTTP client: {error}")))?;
        Ok(Self { client, url })
    }

    /// A call that must have an answer.
    pub(super) async fn call(&self, method: &str, params: Value) -> Result<Value> {
        self.tried(method, &params, |_| None).await
    }

    /// A call for which null is not an answer: the node is behind, or no longer has it.
    pub(super) async fn get(
        &self,
        method: &str,
        params: Value,
        missing: impl Fn() -> String,
    ) -> Result<Value> {
        self.tried(method, &params, |answer| answer.is_null().then(&missing)).await
    }

    /// A call for which null may be the answer. A node that is behind says null, too, so it is
    /// asked again.
    pub(super) async fn ask(&self, method: &str, params: Value) -> Result<Option<Value>> {
        for tried in 0..TRIES {
            let answer = self.tried(method, &params, |_| None).await?;
            if !answer.is_null() {
                return Ok(Some(answer));
            }
            if tried + 1 < TRIES {
                sleep(PAUSE * 2_u32.pow(tried)).await;
            }
        }
        Ok(None)
    }

    async fn tried(
        &self,
        method: &str,
        params: &Value,
        wrong: impl Fn(&Value) -> Option<String>,
    ) -> Result<Value> {
        let mut tried = 0;
        loop {
            let failure = match self.once(method, params).await {
                Ok(answer) => match wrong(&answer) {
                    None => return Ok(answer),
                    Some(message) => Failure::new(message),
                },
                Err(failure) => failure,
            };
            tried += 1;
            if failure.is_final || tried == TRIES {
                let message = format!("{method}: {}", failure.message);
                return Err(Error::Source { message, wait: failure.wait });
            }
            let pause = PAUSE * 2_u32.pow(tried - 1);
            sleep(failure.wait.unwrap_or(pause).max(pause).min(LONGEST_PAUSE)).await;
        }
    }

    async fn once(&self, method: &str, params: &Value) -> Result<Value, Failure> {
        let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        let request =
            self.client.post(self.url.clone()).header("content-type", "application/json").body(body);
        // The URL may hold a key of the user's.
        let told = |error: reqwest::Error| Failure::new(error.without_url());
        let mut response = request.send().await.map_err(told)?;
        let status = response.status();
        if !status.is_success() {
            let header = response.headers().get(RETRY_AFTER);
            let seconds: Option<u64> = header.and_then(|value| value.to_str().ok()?.parse().ok());
            let refused = status.is_client_error()
                && !matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
            return Err(Failure {
                message: format!("HTTP {status}"),
                wait: seconds.map(Duration::from_secs),
                is_final: refused,
            });
        }
        let mut body = vec![];
        while let Some(chunk) = response.chunk().await.map_err(told)? {
            body.extend_from_slice(&chunk);
            if body.len() > LARGEST {
                return Err(Failure::new(format!("an answer of more than {LARGEST} bytes")));
            }
        }
        let mut answer: Value =
            serde_json::from_slice(&body).map_err(|_| Failure::new("an answer that is not JSON"))?;
        let error = &answer["error"];
        if !error.is_null() {
            let words = error["message"].as_str().unwrap_or("an error without words");
            let words: String = words.chars().filter(|c| !c.is_control()).take(LONGEST_WORDS).collect();
            // Bad parameters, and a method that the node does not have.
            let is_final = matches!(error["code"].as_i64(), Some(-32_602..=-32_600));
            return Err(Failure { message: words, wait: None, is_final });
        }
        match answer.get_mut("result") {
            Some(result) => Ok(result.take()),
            None => Err(Failure::new("an answer without a result")),
        }
    }
}
