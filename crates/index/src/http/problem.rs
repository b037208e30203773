//! Errors as HTTP answers: a code for programs, a sentence, and what to do.

use {
    axum::{
        http::{
            header::{CONTENT_TYPE, RETRY_AFTER},
            HeaderValue, StatusCode,
        },
        response::{IntoResponse, Response},
    },
    serde::Serialize,
    utoipa::ToSchema,
};

/// The body of every answer that is not a success.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ErrorResponse {
    /// An error.
    pub error: ErrorBody,
}

/// An error.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ErrorBody {
    /// The code for programs: `bad_query`, `bad_cursor`, `bad_address`, `bad_range`, `not_found`,
    /// `method_not_allowed`, `body_not_taken`, `uri_too_long`, `too_busy`, `too_slow`, `not_ready`,
    /// `internal`.
    pub code: &'static str,
    /// The message for people.
    pub message: String,
    /// What to do.
    pub action: String,
}

/// Why a request fails.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    body: ErrorBody,
    /// Seconds after which the same may work.
    retry_after: Option<u16>,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>, action: &str) -> Self {
        let body = ErrorBody { code, message: message.into(), action: action.into() };
        Self { status, body, retry_after: None }
    }

    /// A parameter that this path does not have, or a value that it does not take.
    pub fn query(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_query", message, "Look up the parameters in /openapi.json.")
    }

    /// A text that is not an address.
    pub fn address(name: &str) -> Self {
        let message = format!("`{name}` is not an address.");
        Self::new(StatusCode::BAD_REQUEST, "bad_address", message, "Write an address in base58.")
    }

    /// A cursor that this index has not given out for this query.
    pub fn cursor(message: &str) -> Self {
        let action = "Pass `next` of the answer before with the same query, or leave `cursor` out.";
        Self::new(StatusCode::BAD_REQUEST, "bad_cursor", message, action)
    }

    /// A span of time that is empty or too wide.
    pub fn range(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_range", message, "Ask for shorter spans one after another.")
    }

    /// Nothing there.
    pub fn not_found(what: &str) -> Self {
        let message = format!("There is no {what}.");
        Self::new(StatusCode::NOT_FOUND, "not_found", message, "Check the address, or list what there is.")
    }

    /// No such path.
    pub fn no_path() -> Self {
        let message = "There is nothing at this path.";
        Self::new(StatusCode::NOT_FOUND, "not_found", message, "See /openapi.json for what there is.")
    }

    /// A method other than GET and HEAD.
    pub fn method() -> Self {
        let message = "This index is read-only.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message, "Use GET.")
    }

    /// A request with a body.
    pub fn body() -> Self {
        let message = "Requests to this index have no body.";
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_not_taken", message, "Put everything into the URL.")
    }

    /// A URL beyond what any query here needs.
    pub fn uri() -> Self {
        let message = "The URL has more than 2,048 bytes.";
        Self::new(StatusCode::URI_TOO_LONG, "uri_too_long", message, "Ask for less at once.")
    }

    /// A limit of what is served at once is reached.
    pub fn busy(what: &str) -> Self {
        let message = format!("This index serves no more {what} at once.");
        let action = "Try again in a few seconds.";
        let busy = Self::new(StatusCode::SERVICE_UNAVAILABLE, "too_busy", message, action);
        Self { retry_after: Some(2), ..busy }
    }

    /// The database took too long.
    pub fn slow() -> Self {
        let message = "The database took longer than a request may.";
        let action = "Ask for less: a smaller `limit`, a shorter span.";
        let slow = Self::new(StatusCode::SERVICE_UNAVAILABLE, "too_slow", message, action);
        Self { retry_after: Some(5), ..slow }
    }

    /// The figures of the answer are not computed yet.
    pub fn not_ready(what: &str) -> Self {
        let message = format!("{what} is not known yet.");
        let action = "Try again once /v1/status says `complete`.";
        let early = Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", message, action);
        Self { retry_after: Some(5), ..early }
    }

    /// A fault of the index itself.
    pub fn internal() -> Self {
        let message = "An internal error; the log of the index says which.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message, "Tell the operator of this index.")
    }

    /// Its code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.body.code
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        // PostgreSQL ends a statement that takes too long.
        let is_slow = error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("57014"));
        match error {
            sqlx::Error::PoolTimedOut => Self::busy("queries"),
            _ if is_slow => Self::slow(),
            error => {
                tracing::error!(%error, "a query failed");
                Self::internal()
            }
        }
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        tracing::error!(%error, "an answer cannot be written");
        Self::internal()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        metrics::counter!("io_index_http_problems_total", "code" => self.body.code).increment(1);
        let body = serde_json::to_vec(&ErrorResponse { error: self.body }).unwrap_or_default();
        let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        let mut answer = (self.status, kind, body).into_response();
        if let Some(seconds) = self.retry_after {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        answer
    }
}
