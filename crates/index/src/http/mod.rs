//! The index over HTTP: the tables and live events, read-only.

mod csv;
mod cursor;
mod figures;
mod follow;
mod limits;
mod live;
mod openapi;
mod params;
mod paths;
mod peers;
mod problem;
mod reply;
mod routes;
mod scan;
mod schemas;
mod server;
mod sql;

pub(crate) use figures::tables::every;
use {
    crate::{Live, Tip},
    axum::{
        extract::{rejection::RawPathParamsRejection, RawPathParams, Request, State},
        http::{
            header::{
                ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_LENGTH,
                TRANSFER_ENCODING, X_CONTENT_TYPE_OPTIONS,
            },
            HeaderMap, HeaderValue, StatusCode,
        },
        response::{IntoResponse, Response},
        routing::get,
        Router,
    },
    metrics_exporter_prometheus::PrometheusHandle,
    paths::chain::Counts,
    reply::Reply,
    routes::Route,
    sqlx::AnyPool,
    std::{sync::Arc, time::Instant},
    tokio::{
        sync::{Mutex, Semaphore},
        time::timeout,
    },
};
pub use {
    figures::{Figures, OraclePrice, SharedChain, Watched},
    follow::follow,
    limits::Limits,
    openapi::document,
    problem::{ErrorBody, ErrorResponse, Problem},
    server::serve,
};

/// State that all requests share.
pub struct App {
    /// Connections that cannot write.
    pool: AnyPool,
    live: Live,
    figures: Arc<Figures>,
    limits: Limits,
    metrics: Option<PrometheusHandle>,
    counted: Mutex<Counts>,
    queries: Semaphore,
    answers: Arc<Semaphore>,
    readers: Arc<Semaphore>,
    files: Arc<Semaphore>,
}

impl App {
    /// Over a database that it only reads.
    #[must_use]
    pub fn new(
        pool: AnyPool,
        live: Live,
        figures: Arc<Figures>,
        limits: Limits,
        metrics: Option<PrometheusHandle>,
    ) -> Self {
        let units = usize::try_from(reply::units(limits.answers)).unwrap_or(usize::MAX);
        Self {
            pool,
            live,
            figures,
            limits,
            metrics,
            counted: Mutex::default(),
            queries: Semaphore::new(limits.queries),
            answers: Arc::new(Semaphore::new(units)),
            readers: Arc::new(Semaphore::new(limits.live)),
            files: Arc::new(Semaphore::new(limits.files)),
        }
    }

    /// How far the tables are.
    fn tip(&self) -> Tip {
        *self.live.tip.borrow()
    }

    /// Whether the tables follow the cluster.
    fn is_well(&self) -> bool {
        self.figures.is_followed()
    }
}

/// The parts of a path, as they were sent.
type PathParams = Result<RawPathParams, RawPathParamsRejection>;

/// The paths of the index.
pub fn router(app: Arc<App>) -> Router {
    let mut router = Router::new()
        .route("/metrics", get(metrics_text))
        .route("/health", get(health))
        .route("/openapi.json", get(openapi_json));
    for route in routes::routes() {
        let handler = move |State(app): State<Arc<App>>, params: PathParams, request: Request| {
            answer(app, route, params, request)
        };
        router = router.route(route.path, get(handler));
    }
    router
        .fallback(|| async { with_headers(Problem::no_path().into_response()) })
        .method_not_allowed_fallback(|| async { with_headers(Problem::method().into_response()) })
        .with_state(app)
}

/// Adds the headers of every answer: any origin may read it, and browsers must not guess its type.
fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, retry-after"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

async fn metrics_text(State(app): State<Arc<App>>) -> Response {
    let Some(metrics) = &app.metrics else { return Problem::no_path().into_response() };
    let text = [(axum::http::header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    (text, metrics.render()).into_response()
}

async fn health(State(app): State<Arc<App>>) -> Response {
    if app.is_well() {
        (StatusCode::OK, "ok\n").into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the cluster has not been followed lately\n").into_response()
    }
}

async fn openapi_json(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    with_headers(match openapi::text() {
        Some(text) => Reply::Json(text).respond(&app, &headers).await,
        None => Problem::internal().into_response(),
    })
}

/// Answers one request of a path, within its limits.
async fn answer(app: Arc<App>, route: &'static Route, params: PathParams, request: Request) -> Response {
    let start = Instant::now();
    let deadline = request.extensions().get::<server::Deadline>().cloned();
    let answer = match checked(route, params, &request) {
        Ok(params) => take_turn(&app, route, params, request.headers(), deadline).await,
        Err(problem) => Err(problem),
    };
    metrics::histogram!("io_index_http_seconds", "path" => route.path).record(start.elapsed().as_secs_f64());
    with_headers(answer.unwrap_or_else(IntoResponse::into_response))
}

fn checked(route: &'static Route, params: PathParams, request: &Request) -> Result<params::Params, Problem> {
    let headers = request.headers();
    let length = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
    if headers.contains_key(TRANSFER_ENCODING) || length.is_some_and(|length| length != "0") {
        return Err(Problem::body());
    }
    if request.uri().to_string().len() > limits::URI {
        return Err(Problem::uri());
    }
    let params = params.map_err(|_| Problem::query("The path is not UTF-8."))?;
    params::Params::parse(route.path, route.params, params.iter(), request.uri().query().unwrap_or_default())
}

/// Waits for a free query slot, then answers. The bytes of the answer are counted before the slot
/// is free again, so that the bound on bodies in memory holds.
async fn take_turn(
    app: &Arc<App>,
    route: &'static Route,
    params: params::Params,
    headers: &HeaderMap,
    deadline: Option<server::Deadline>,
) -> Result<Response, Problem> {
    let turn = timeout(app.limits.patience, app.queries.acquire()).await;
    let _turn = turn.map_err(|_| Problem::busy("queries"))?.map_err(|_| Problem::busy("queries"))?;
    let context = routes::Context { app: Arc::clone(app), params, headers: headers.clone(), deadline };
    let reply = timeout(app.limits.query, (route.answer)(context)).await.map_err(|_| Problem::slow())?;
    Ok(reply?.respond(app, headers).await)
}
