-- One set of SQL for SQLite and PostgreSQL: TEXT and BIGINT are the only types. Addresses and
-- signatures are base58, amounts base units, times Unix seconds, flags 0 or 1.
--
-- `id` is a place in the chain: slot * 2^30 + index in the block * 2^10 + number of the event in its
-- transaction. A transaction has the id of its first event.

CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- Accepted transactions that name a program of the suite. What was refused changed nothing.
CREATE TABLE transactions (
    id BIGINT PRIMARY KEY,
    slot BIGINT NOT NULL,
    signature TEXT NOT NULL,
    time BIGINT NOT NULL,
    payer TEXT NOT NULL,
    -- How many events it logged.
    events BIGINT NOT NULL,
    -- Its log was cut: it may have emitted more.
    truncated BIGINT NOT NULL
);
CREATE INDEX transactions_signature ON transactions (signature);

CREATE TABLE events (
    id BIGINT PRIMARY KEY,
    tx BIGINT NOT NULL,
    time BIGINT NOT NULL,
    program TEXT NOT NULL,
    name TEXT NOT NULL,
    -- Its fields, JSON by the program's IDL.
    data TEXT NOT NULL
);
CREATE INDEX events_name ON events (name, id);

-- Which addresses an event is about: those it names, and who stands behind an order or a node.
CREATE TABLE event_keys (
    address TEXT NOT NULL,
    event BIGINT NOT NULL,
    PRIMARY KEY (address, event)
);

-- Accounts of the suite and its vaults as they are now.
CREATE TABLE accounts (
    address TEXT PRIMARY KEY,
    program TEXT NOT NULL,
    -- As the IDL has it; Vault is a token account of a program, Mint that of IO.
    kind TEXT NOT NULL,
    -- Slot of the last transaction that wrote it.
    changed_slot BIGINT NOT NULL,
    -- Its bytes in base64.
    data TEXT NOT NULL,
    -- Its fields, JSON by the program's IDL.
    json TEXT NOT NULL
);
CREATE INDEX accounts_kind ON accounts (kind, address);

-- Addresses that a current account names, by kind and field: Node.operator, Stake.owner.
CREATE TABLE account_keys (
    address TEXT NOT NULL,
    field TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (address, field)
);
CREATE INDEX account_keys_key ON account_keys (key, field, address);

-- Nodes as their events tell: what a node was at a time is not what its account says now.
CREATE TABLE nodes (
    address TEXT PRIMARY KEY,
    id BIGINT NOT NULL,
    operator TEXT NOT NULL,
    class TEXT NOT NULL,
    payout TEXT NOT NULL,
    processors BIGINT NOT NULL,
    registered_at BIGINT NOT NULL,
    retired_at BIGINT
);

CREATE TABLE supply_hours (
    hour BIGINT NOT NULL,
    -- genesis, emission; burn_fees, fill, swap, slash, airdrop; truncated
    reason TEXT NOT NULL,
    minted BIGINT NOT NULL,
    burned BIGINT NOT NULL,
    PRIMARY KEY (hour, reason)
);

-- What IO and compute cost in an hour.
CREATE TABLE prices_hours (
    hour BIGINT NOT NULL,
    -- fill, swap: USDC base units for a whole IO. booking: base units per processor-hour.
    kind TEXT NOT NULL,
    -- The hardware class of a booking.
    key TEXT NOT NULL,
    currency TEXT NOT NULL,
    -- Decimal texts: rates and sums may be wider than 63 bits.
    open TEXT NOT NULL,
    close TEXT NOT NULL,
    low TEXT NOT NULL,
    high TEXT NOT NULL,
    -- Sum of IO base units, or of processor-seconds.
    volume TEXT NOT NULL,
    -- Sum of USDC base units, or of rate * processor-seconds.
    paid TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (hour, kind, key, currency)
);

CREATE TABLE rewards (
    id BIGINT PRIMARY KEY,
    tx BIGINT NOT NULL,
    time BIGINT NOT NULL,
    -- claim, restake, commission
    kind TEXT NOT NULL,
    wallet TEXT NOT NULL,
    node TEXT NOT NULL,
    amount BIGINT NOT NULL
);
CREATE INDEX rewards_wallet ON rewards (wallet, id);
CREATE INDEX rewards_node ON rewards (node, id);

-- Orders from their request or creation to the end; an address can serve again, with a new id.
CREATE TABLE orders (
    -- Of the event that opened it.
    id BIGINT PRIMARY KEY,
    address TEXT NOT NULL,
    request TEXT,
    -- requested, open, running, ended, disputed, settled, cancelled, closed
    stage TEXT NOT NULL,
    -- A transaction with a cut log wrote it: sums may lack what that paid.
    incomplete BIGINT NOT NULL,
    serial BIGINT NOT NULL,
    currency TEXT NOT NULL,
    client TEXT NOT NULL,
    payer TEXT NOT NULL,
    node TEXT,
    provider TEXT,
    class TEXT,
    revision BIGINT NOT NULL,
    processors BIGINT NOT NULL,
    -- Base units per processor-hour, a decimal text.
    rate TEXT NOT NULL,
    duration BIGINT NOT NULL,
    longest BIGINT NOT NULL,
    notice_hours BIGINT NOT NULL,
    reference TEXT NOT NULL,
    -- Paid in by the client or its payer: for service and in fees.
    cost BIGINT NOT NULL,
    fees BIGINT NOT NULL,
    -- Paid out so far: to the provider, back to the client, to the fees.
    paid BIGINT NOT NULL,
    refunded BIGINT NOT NULL,
    fees_paid BIGINT NOT NULL,
    bond BIGINT NOT NULL,
    left_early BIGINT NOT NULL,
    notice TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    disputed_at BIGINT,
    ended_at BIGINT,
    settled_at BIGINT,
    closed_at BIGINT,
    changed BIGINT NOT NULL
);
CREATE INDEX orders_address ON orders (address, id);
CREATE INDEX orders_request ON orders (request);
CREATE INDEX orders_client ON orders (client, id);
CREATE INDEX orders_provider ON orders (provider, id);
CREATE INDEX orders_node ON orders (node, id);
CREATE INDEX orders_stage ON orders (stage, id);

-- Each payment out of an order.
CREATE TABLE settlements (
    id BIGINT PRIMARY KEY,
    tx BIGINT NOT NULL,
    time BIGINT NOT NULL,
    -- settled, resolved, ended, cancelled, notice, awarded (a request's change)
    kind TEXT NOT NULL,
    -- orders.id, and its address
    order_id BIGINT NOT NULL,
    order_address TEXT NOT NULL,
    client TEXT NOT NULL,
    provider TEXT,
    node TEXT,
    currency TEXT NOT NULL,
    to_provider BIGINT NOT NULL,
    to_client BIGINT NOT NULL,
    -- Of the client's bond: returned to it.
    bond BIGINT NOT NULL,
    buyer_booking BIGINT NOT NULL,
    buyer_payment BIGINT NOT NULL,
    provider_booking BIGINT NOT NULL,
    provider_payment BIGINT NOT NULL,
    -- The order was over with it.
    done BIGINT NOT NULL
);
CREATE INDEX settlements_client ON settlements (client, id);
CREATE INDEX settlements_provider ON settlements (provider, id);
CREATE INDEX settlements_order ON settlements (order_address, id);

-- Claims of airdrops.
CREATE TABLE claims (
    id BIGINT PRIMARY KEY,
    tx BIGINT NOT NULL,
    time BIGINT NOT NULL,
    season TEXT NOT NULL,
    leaf BIGINT NOT NULL,
    wallet TEXT NOT NULL,
    -- A decimal text: points are any u64.
    points TEXT NOT NULL,
    amount BIGINT NOT NULL
);
CREATE INDEX claims_wallet ON claims (wallet, id);
CREATE INDEX claims_season ON claims (season, id);

-- Work of the index itself, no history: listed and not yet applied; written and not yet read.
CREATE TABLE pending (
    slot BIGINT NOT NULL,
    signature TEXT NOT NULL,
    -- Place in the block, -1 while it is not known.
    place BIGINT NOT NULL,
    PRIMARY KEY (slot, signature)
);
CREATE TABLE touched (
    address TEXT PRIMARY KEY,
    slot BIGINT NOT NULL
);

-- Who is told of what, and what of it was delivered.
CREATE TABLE webhooks (
    name TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    -- Last event that was looked at for it, and the time on chain when it was set up.
    seen BIGINT NOT NULL,
    since BIGINT NOT NULL
);
CREATE TABLE deliveries (
    -- Of the webhook and of what it tells: the same twice is one row.
    webhook TEXT NOT NULL,
    subject TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    -- waiting, delivered, given_up
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    status BIGINT,
    error TEXT,
    PRIMARY KEY (webhook, subject)
);
CREATE INDEX deliveries_next ON deliveries (state, next_at);
