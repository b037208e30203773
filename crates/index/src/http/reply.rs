//! Answers: JSON with an ETag, and bodies whose bytes count against what all may take.

use {
    super::{App, Problem},
    axum::{
        body::{Body, Bytes},
        http::{
            header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH},
            HeaderMap, HeaderValue, StatusCode,
        },
        response::{IntoResponse, Response},
    },
    futures_util::stream,
    io_client::hex,
    serde::Serialize,
    sha2::{Digest, Sha256},
    std::{convert::Infallible, sync::Arc},
    tokio::{sync::OwnedSemaphorePermit, time::timeout},
};

/// Bytes that a unit of the budget stands for.
const UNIT: usize = 1 << 10;
/// Bytes of one frame of a body.
const FRAME: usize = 64 << 10;

/// What a path answers.
#[derive(Debug)]
pub enum Reply {
    /// JSON, whole.
    Json(Bytes),
    /// A body that is written while it is read.
    Stream(Response),
}

impl Reply {
    /// As JSON.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn json(value: &impl Serialize) -> Result<Self, Problem> {
        Ok(Self::Json(serde_json::to_vec(value)?.into()))
    }

    /// As a response to a request with these headers.
    pub async fn respond(self, app: &App, headers: &HeaderMap) -> Response {
        match self {
            Self::Stream(response) => response,
            Self::Json(body) => json(app, headers, body).await.unwrap_or_else(IntoResponse::into_response),
        }
    }
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page begins; none after the last.
    pub next: Option<String>,
}

/// Units of the budget for so many bytes.
pub fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX).max(1)
}

/// The tag of a body.
fn tag(body: &[u8]) -> String {
    let hash: [u8; 32] = Sha256::digest(body).into();
    format!("\"{}\"", hex::encode(hash.first_chunk::<16>().unwrap_or(&[0; 16])))
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let lists = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|known| {
        let known = known.trim();
        known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag
    })
}

async fn json(app: &App, headers: &HeaderMap, body: Bytes) -> Result<Response, Problem> {
    let tag = tag(&body);
    let etag = HeaderValue::try_from(tag.as_str()).map_err(|_| Problem::internal())?;
    let fresh = [(ETAG, etag), (CACHE_CONTROL, HeaderValue::from_static("no-cache"))];
    if is_known(headers, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, fresh).into_response());
    }
    let budget = Arc::clone(&app.answers).acquire_many_owned(units(body.len()));
    let permit = timeout(app.limits.patience, budget).await.map_err(|_| Problem::busy("answers"))?;
    let permit = permit.map_err(|_| Problem::busy("answers"))?;
    let kind = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    let length = [(axum::http::header::CONTENT_LENGTH, HeaderValue::from(body.len()))];
    Ok((fresh, kind, length, held(body, permit)).into_response())
}

/// A body that returns its units once it was read or the reader is gone.
fn held(body: Bytes, permit: OwnedSemaphorePermit) -> Body {
    Body::from_stream(stream::unfold((body, permit), |(mut body, permit)| async move {
        if body.is_empty() {
            return None;
        }
        let frame = body.split_to(body.len().min(FRAME));
        Some((Ok::<_, Infallible>(frame), (body, permit)))
    }))
}
