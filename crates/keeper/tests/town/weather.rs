//! A chain behind an RPC that fails in a new way every quarter of an hour.

use {
    io_rpc::Fault,
    io_testkit::{
        chain::{Call, Effect, FaultyChain, WorldChain},
        World,
    },
    std::{
        collections::VecDeque,
        sync::{Arc, Mutex},
        time::Duration,
    },
};

/// 2100-01-01 00:00:00 UTC.
const FAR: i64 = 4_102_444_800;

/// How an RPC fails.
pub struct Weather(Mutex<State>);

struct State {
    random: fastrand::Rng,
    now: Fail,
    struck: u32,
    /// The world at the last three turns.
    past: VecDeque<World>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fail {
    /// Fair weather.
    Nothing,
    /// No call is answered.
    Down,
    /// A third of the calls are not.
    Drops,
    /// Blockhashes expire before the transaction arrives, half of the time.
    Expires,
    /// The transaction lands, but the answer is lost.
    Loses,
    /// The transaction is taken and forgotten, half of the time.
    Forgets,
    /// Clock and accounts are half an hour old.
    Lags,
    /// The clock is in 2100.
    Lies,
    /// A byte of each account of a program is changed.
    Garbles,
    /// The server takes no more calls, and asks to wait.
    Busy,
    /// This machine has no file descriptor for a call, a third of the time.
    Chokes,
    /// What was forgotten is said to be confirmed.
    Pretends,
}

const FAILS: [Fail; 12] = [
    Fail::Nothing,
    Fail::Down,
    Fail::Drops,
    Fail::Expires,
    Fail::Loses,
    Fail::Forgets,
    Fail::Lags,
    Fail::Lies,
    Fail::Garbles,
    Fail::Busy,
    Fail::Chokes,
    Fail::Pretends,
];

impl Weather {
    /// Fair, until it turns.
    pub fn new(seed: u64) -> Self {
        let random = fastrand::Rng::with_seed(seed);
        Self(Mutex::new(State { random, now: Fail::Nothing, struck: 0, past: VecDeque::new() }))
    }

    /// The chain in this weather.
    pub fn over<'a>(&'a self, chain: &'a WorldChain) -> FaultyChain<'a> {
        FaultyChain::new(chain, |call| self.0.lock().unwrap().effect(call))
    }

    /// A quarter of an hour has passed.
    pub fn turn(&self, chain: &WorldChain) {
        let mut state = self.0.lock().unwrap();
        state.now = state.random.choice(FAILS).unwrap_or(Fail::Nothing);
        state.past.push_back(chain.world().clone());
        if state.past.len() > 3 {
            state.past.pop_front();
        }
    }

    /// Fair from now on.
    pub fn clear(&self) {
        self.0.lock().unwrap().now = Fail::Nothing;
    }

    /// How often it has struck.
    pub fn struck(&self) -> u32 {
        self.0.lock().unwrap().struck
    }
}

impl State {
    fn one_in(&mut self, n: u32) -> bool {
        self.random.u32(0..n) == 0
    }

    fn effect(&mut self, call: &Call<'_>) -> Effect {
        let effect = match (self.now, call) {
            (Fail::Down, _) => Self::silence(),
            (Fail::Drops, _) if self.one_in(3) => Self::silence(),
            (Fail::Expires, Call::Send(_)) if self.one_in(2) => Effect::Expire,
            (Fail::Loses, Call::Send(_)) => Effect::Lose,
            (Fail::Forgets, Call::Send(_)) if self.one_in(2) => Effect::Forget,
            (Fail::Lags, Call::Accounts(_) | Call::ProgramAccounts(_) | Call::Now) => match self.past.front()
            {
                Some(old) => Effect::Of(Arc::new(WorldChain::new(old.clone()))),
                None => return Effect::Answer,
            },
            (Fail::Lies, Call::Now) => Effect::Time(FAR),
            (Fail::Busy, _) => {
                let wait = Some(Duration::from_millis(1));
                Effect::Fail(Fault::Busy { why: "HTTP 429".into(), wait })
            }
            (Fail::Chokes, _) if self.one_in(3) => Effect::Fail(Fault::Local("too many open files".into())),
            (Fail::Pretends, Call::Send(_)) if self.one_in(2) => Effect::Forget,
            (Fail::Pretends, Call::Statuses(_)) => Effect::Pretend,
            (Fail::Garbles, Call::ProgramAccounts(_)) => Effect::Garble(self.random.u64(..)),
            _ => return Effect::Answer,
        };
        self.struck += 1;
        effect
    }

    fn silence() -> Effect {
        Effect::Fail(Fault::Unreachable("the weather".into()))
    }
}
