//! What the tests share: a world with some of everything, its index, and a reader of HTTP.

use {
    io_client::{
        airdrop::{self, Rest},
        orders::{self, Currency},
        staking,
        vesting::CategoryKind,
    },
    io_economics::{time::DAY, units::BASE_UNITS_PER_IO},
    io_index::{
        http::{router, serve, App, Figures, Limits},
        source::Rpc,
        Indexer, Live, Store,
    },
    io_rpc::Chain,
    io_testkit::{
        airdrop::Published,
        chain::WorldChain,
        cluster::Cluster,
        orders::Deal,
        owners::{COMMUNITY, ECOSYSTEM, SEED_INVESTORS},
        postgres::Postgres,
        record::recorded,
        World,
    },
    serde_json::Value,
    solana_pubkey::Pubkey,
    solana_signer::Signer,
    std::{
        fs,
        path::PathBuf,
        sync::{
            atomic::{AtomicU32, Ordering},
            Arc, OnceLock,
        },
    },
    tokio::{net::TcpListener, sync::watch},
};

/// Who is in the world.
pub struct Story {
    pub chain: Arc<WorldChain>,
    pub cluster: Cluster,
    pub client: Pubkey,
    pub operator: Pubkey,
    pub node: Pubkey,
    pub holder: Pubkey,
    pub running: Pubkey,
    pub season: Pubkey,
    pub winner: Pubkey,
    pub grant: Pubkey,
    /// The treasury's wallets: those of genesis, and the season's funder.
    pub treasury: Vec<(String, Pubkey)>,
}

/// The world of this run, made once.
pub fn story() -> &'static Story {
    static STORY: OnceLock<Story> = OnceLock::new();
    STORY.get_or_init(tell)
}

fn settle(world: &mut World, address: &Pubkey) {
    let order = world.order(address);
    world.accepted(&[orders::settle(address, &order, [None; 2])], &[]);
}

fn claim(world: &mut World, deal: &Deal) {
    world.crank();
    let (operator, node) = (deal.operator.pubkey(), deal.node);
    world.accepted(&[staking::claim(&operator, &node)], &[&deal.operator]);
}

/// Makes such a world.
pub fn tell() -> Story {
    let (mut world, cast, _roles) = recorded(World::with_orders);
    let deal = world.deal(&cast);
    let (client, operator) = (deal.client.pubkey(), deal.operator.pubkey());
    let holder = world.holder(&cast, 10_000);
    world.stake(&holder, &deal.node, 100);
    world.set_ask(&deal);
    // Another that is cancelled at once.
    let cancelled = world.create(&deal, 1, Currency::Io, 7_200);
    let order = world.order(&cancelled);
    world.accepted(&[orders::cancel(&client, &cancelled, &order, None)], &[&deal.client]);
    let running = world.running(&deal, 2, Currency::Usdc, 100 * 3_600);
    let ended = world.running(&deal, 3, Currency::Usdc, 60 * 3_600);
    // Nothing is paid before the holdback of a day is over.
    for hours in [26, 8, 8] {
        world.pass(hours * 3_600);
        world.attest(&cast, &deal.node);
        settle(&mut world, &running);
        claim(&mut world, &deal);
    }
    let order = world.order(&ended);
    world.accepted(&[orders::end(&client, &ended, &order, None)], &[&deal.client]);
    world.accepted(&[staking::claim(&holder.pubkey(), &deal.node)], &[&holder]);
    let seed = cast.owners[SEED_INVESTORS].insecure_clone();
    world.grant(&seed, CategoryKind::Seed, 0, &holder.pubkey(), 1_000_000 * BASE_UNITS_PER_IO);
    let funder = world.holder(&cast, 5_000);
    let winner = world.holder(&cast, 0);
    let list = Published::new(&funder.pubkey(), 1, vec![(winner.pubkey(), 3), (holder.pubkey(), 7)]);
    world.open_season(&funder, &list, Rest::Return, 1_000 * BASE_UNITS_PER_IO);
    world.accepted(&[airdrop::claim(&list.season, &list.entry(0))], &[&winner]);
    // What the burn of a stranger takes away, no event tells.
    world.burn(&holder, 5 * BASE_UNITS_PER_IO);
    world.attest(&cast, &deal.node);
    let propose = staking::propose_slash(&cast.slasher.pubkey(), &deal.node, 500);
    world.accepted(&[propose], &[&cast.slasher]);
    let tape = world.tape().expect("a world that records");
    let cluster = Cluster::at_end(tape);
    let treasury = vec![
        ("ecosystem".to_owned(), cast.owners[ECOSYSTEM].pubkey()),
        ("community".to_owned(), cast.owners[COMMUNITY].pubkey()),
        ("airdrops".to_owned(), funder.pubkey()),
    ];
    Story {
        chain: Arc::new(WorldChain::new(world)),
        cluster,
        client,
        operator,
        node: deal.node,
        holder: holder.pubkey(),
        running,
        season: list.season,
        winner: winner.pubkey(),
        grant: io_client::vesting::grant_address(CategoryKind::Seed, 0),
        treasury,
    }
}

/// The path of a database that is not there yet.
pub fn new_file(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("{name}-{}-{count}.sqlite", std::process::id()));
    for end in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{end}", file.display()));
    }
    file.display().to_string()
}

/// An index that answers.
pub struct Town {
    pub store: Store,
    pub live: Live,
    pub figures: Arc<Figures>,
    pub url: String,
    stop: watch::Sender<bool>,
    _postgres: Option<Postgres>,
}

impl Drop for Town {
    fn drop(&mut self) {
        self.stop.send_replace(true);
    }
}

/// An answer.
pub struct Answer {
    pub status: u16,
    pub etag: Option<String>,
    pub kind: String,
    pub body: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The code of a problem.
    pub fn code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Town {
    /// The story in a file.
    pub async fn new() -> Self {
        Self::with(&new_file("town"), None, Limits::default()).await
    }

    /// The story on a server of the test's own.
    pub async fn on_postgres() -> Self {
        let server = Postgres::start().unwrap_or_else(|why| panic!("{why}"));
        let url = server.database();
        Self::with(&url, Some(server), Limits::default()).await
    }

    pub async fn limited(limits: Limits) -> Self {
        Self::with(&new_file("limited"), None, limits).await
    }

    async fn with(url: &str, postgres: Option<Postgres>, limits: Limits) -> Self {
        let story = story();
        let store = Store::open(url).await.expect("a database");
        let source = Rpc::new(&story.cluster.url(), None).expect("a source");
        let indexer = Indexer::new(store.clone(), Arc::new(source), io_index::Limits::default());
        indexer.catch_up().await.expect("all that is final");
        let live = indexer.live();
        let figures: Arc<Figures> = Arc::default();
        let tip = *live.tip.borrow();
        figures.follow(tip);
        figures.sum(store.reader(), tip).await.expect("sums");
        let chain: Arc<dyn Chain + Send + Sync> = story.chain.clone();
        figures.look(store.reader(), &chain, &story.treasury, 0).await.expect("a look");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let app = App::new(store.reader().clone(), live.clone(), Arc::clone(&figures), limits, None);
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(serve(listener, router(Arc::new(app)), limits, stopped));
        Self { store, live, figures, url: format!("http://{address}"), stop, _postgres: postgres }
    }

    /// Asks for a path.
    pub async fn ask(&self, path: &str) -> Answer {
        self.ask_with(path, &[]).await
    }

    /// Asks for a path with headers.
    pub async fn ask_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = reqwest::Client::new().get(format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.expect("an answer");
        let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
        let (etag, kind) = (header("etag"), header("content-type").unwrap_or_default());
        let status = answer.status().as_u16();
        Answer { status, etag, kind, body: answer.text().await.expect("a body") }
    }

    /// The JSON of a path that is there.
    pub async fn get(&self, path: &str) -> Value {
        let answer = self.ask(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    /// All items of a list, page by page.
    pub async fn all(&self, path: &str, limit: usize) -> Vec<Value> {
        let and = if path.contains('?') { '&' } else { '?' };
        let (mut items, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = self.get(&format!("{path}{and}limit={limit}{cursor}")).await;
            let rows = page["items"].as_array().expect("a list");
            assert!(rows.len() <= limit);
            items.extend(rows.iter().cloned());
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

/// Seconds of a day.
pub const A_DAY: i64 = DAY;
