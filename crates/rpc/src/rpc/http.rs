//! HTTP answers that are no success: why, and how long to wait.
//!
//! The client of Solana's own waits for a server that answers 429 up to five times as long as the
//! server asks, without a word; and it drops the body, in which providers say what is wrong.

use {
    async_trait::async_trait,
    http::Extensions,
    reqwest::{header::RETRY_AFTER, Request, Response, StatusCode},
    reqwest_middleware::{Middleware, Next},
    std::{fmt, time::Duration},
};

/// Of a body no more is told than this many characters.
const LONGEST_REASON: usize = 200;
/// And no more of it is read than this many bytes.
const LONGEST_BODY: usize = 16_384;

/// An HTTP answer that is no success.
#[derive(Debug)]
pub struct HttpFailure {
    /// The status.
    pub status: StatusCode,
    /// What the body says.
    pub reason: String,
    /// How long the server asks to wait.
    pub wait: Option<Duration>,
}

impl fmt::Display for HttpFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        if !self.reason.is_empty() {
            write!(f, ", {}", self.reason)?;
        }
        Ok(())
    }
}

impl std::error::Error for HttpFailure {}

/// Turns an answer that is no success into [`HttpFailure`], before the client waits for it.
pub struct Told;

#[async_trait]
impl Middleware for Told {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let mut response = next.run(request, extensions).await?;
        if response.status().is_success() {
            return Ok(response);
        }
        let wait = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let mut body = Vec::new();
        while let Ok(Some(chunk)) = response.chunk().await {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_BODY {
                break;
            }
        }
        let failure = HttpFailure {
            status: response.status(),
            reason: reason(&String::from_utf8_lossy(&body)),
            wait: wait.map(Duration::from_secs),
        };
        Err(reqwest_middleware::Error::middleware(failure))
    }
}

/// What a body says, in a line: the message of a JSON error, or its text without markup.
fn reason(body: &str) -> String {
    let json: Option<serde_json::Value> = serde_json::from_str(body).ok();
    let message = json.as_ref().and_then(|json| {
        let message = [&json["error"]["message"], &json["message"], &json["error"]];
        message.into_iter().find_map(serde_json::Value::as_str)
    });
    let mut inside = false;
    let text = message.unwrap_or(body).chars().filter(|c| {
        let was = inside;
        inside = (inside || *c == '<') && *c != '>';
        !was && !inside
    });
    let text: String = text.map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").trim_end_matches('.').chars().take(LONGEST_REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_told_in_a_line() {
        for (body, told) in [
            ("", ""),
            ("Too many requests.\n", "Too many requests"),
            (
                r#"{"jsonrpc":"2.0","error":{"code":403,"message":"Access forbidden"},"id":1}"#,
                "Access forbidden",
            ),
            (r#"{"error":"rate limited"}"#, "rate limited"),
            (r#"{"message":"no such key"}"#, "no such key"),
            (
                "<html><head><title>410 Gone</title></head>\n<body>see the docs</body></html>",
                "410 Gone see the docs",
            ),
            (r#"{"code":5}"#, r#"{"code":5}"#),
        ] {
            assert_eq!(reason(body), told);
        }
        assert_eq!(reason(&"x".repeat(5_000)).len(), LONGEST_REASON);
        assert!(!reason("a\x1b[31mred").contains('\x1b'), "no escapes reach a terminal");
    }
}
