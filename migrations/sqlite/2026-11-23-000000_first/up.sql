-- The first schema. Moments are microseconds since 1970-01-01T00:00:00Z; enumerations and JSON are text.
-- Its twin for the other database has the same name; a test compares both with crates/store/src/schema.rs.

CREATE TABLE settings (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE id_blocks (
    name TEXT NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE leases (
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    token INTEGER NOT NULL,
    until INTEGER NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE desks (
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (key)
);

CREATE TABLE desk_versions (
    desk TEXT NOT NULL,
    version INTEGER NOT NULL,
    source TEXT NOT NULL,
    applied_at INTEGER NOT NULL,
    applied_by TEXT NOT NULL,
    PRIMARY KEY (desk, version)
);

CREATE TABLE users (
    id INTEGER NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    language TEXT,
    password_hash TEXT,
    active BOOLEAN NOT NULL,
    created_at INTEGER NOT NULL,
    last_sign_in_at INTEGER,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX users_login ON users (login);

CREATE TABLE memberships (
    id INTEGER NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    desk TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT,
    queue TEXT,
    PRIMARY KEY (id)
);
CREATE INDEX memberships_user ON memberships (user_id);
CREATE INDEX memberships_role ON memberships (desk, role);

CREATE TABLE sessions (
    token_hash TEXT NOT NULL,
    user_id INTEGER NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked BOOLEAN NOT NULL,
    PRIMARY KEY (token_hash)
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE sign_in_failures (
    id INTEGER NOT NULL,
    login TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX sign_in_failures_login ON sign_in_failures (login, at);

CREATE TABLE contacts (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    organisation TEXT NOT NULL,
    language TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX contacts_email ON contacts (email);

CREATE TABLE texts (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    masked TEXT NOT NULL,
    masks INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX texts_ticket ON texts (ticket);

CREATE TABLE tickets (
    id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    desk TEXT NOT NULL,
    version INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    line TEXT NOT NULL,
    queue TEXT NOT NULL,
    path TEXT NOT NULL,
    assignee INTEGER,
    in_reception BOOLEAN NOT NULL,
    channel TEXT NOT NULL,
    organisation TEXT NOT NULL,
    requester INTEGER NOT NULL REFERENCES contacts (id),
    affected INTEGER,
    orderer INTEGER,
    affected_count INTEGER NOT NULL,
    case_type TEXT,
    service TEXT,
    environment TEXT,
    impact TEXT,
    urgency TEXT,
    priority TEXT,
    priority_rank INTEGER NOT NULL,
    asker_role TEXT,
    subject INTEGER NOT NULL,
    description INTEGER,
    fault BOOLEAN NOT NULL,
    fault_began_at INTEGER,
    question_open BOOLEAN NOT NULL,
    proposal INTEGER,
    wait_until INTEGER,
    solution TEXT,
    cause_code TEXT,
    opened_at INTEGER NOT NULL,
    arrived_at INTEGER NOT NULL,
    state_since INTEGER NOT NULL,
    restored_at INTEGER,
    resolved_at INTEGER,
    closed_at INTEGER,
    updated_at INTEGER NOT NULL,
    open BOOLEAN NOT NULL,
    due_at INTEGER NOT NULL,
    wake_at INTEGER,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tickets_reference ON tickets (reference);
CREATE INDEX tickets_queue_due ON tickets (queue, open, due_at, id);
CREATE INDEX tickets_desk_updated ON tickets (desk, updated_at, id);
CREATE INDEX tickets_assignee ON tickets (assignee, open, due_at, id);
CREATE INDEX tickets_requester ON tickets (requester);
CREATE INDEX tickets_wake ON tickets (wake_at, id);

CREATE TABLE ticket_scopes (
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    scope TEXT NOT NULL,
    PRIMARY KEY (ticket, scope)
);
CREATE INDEX ticket_scopes_scope ON ticket_scopes (scope, ticket);

CREATE TABLE events (
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    seq INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    effective_at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    rule TEXT,
    desk_version INTEGER NOT NULL,
    cause TEXT,
    data TEXT NOT NULL,
    PRIMARY KEY (ticket, seq)
);
CREATE UNIQUE INDEX events_cause ON events (ticket, cause);

CREATE TABLE messages (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    direction TEXT NOT NULL,
    audience TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    text INTEGER NOT NULL REFERENCES texts (id),
    channel TEXT NOT NULL,
    automatic BOOLEAN NOT NULL,
    proposal BOOLEAN NOT NULL,
    at INTEGER NOT NULL,
    mail_id TEXT,
    inbox INTEGER,
    PRIMARY KEY (id)
);
CREATE INDEX messages_ticket ON messages (ticket, at, id);

CREATE TABLE clocks (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    desk TEXT NOT NULL,
    target TEXT NOT NULL,
    metric TEXT NOT NULL,
    agreement TEXT NOT NULL,
    agreement_version TEXT NOT NULL,
    calendar TEXT NOT NULL,
    calendar_version TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    target_micros INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    elapsed_micros INTEGER NOT NULL,
    anchor INTEGER,
    state TEXT NOT NULL,
    outcome TEXT,
    due_at INTEGER,
    next_step_at INTEGER,
    next_step TEXT,
    warned_percent INTEGER NOT NULL,
    decided_at INTEGER,
    stopped_at INTEGER,
    by_change BOOLEAN NOT NULL,
    late BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX clocks_key ON clocks (ticket, target, occurrence);
CREATE INDEX clocks_decided ON clocks (desk, decided_at);
CREATE INDEX clocks_started ON clocks (desk, started_at);

CREATE TABLE timers (
    id INTEGER NOT NULL,
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    timer TEXT NOT NULL,
    from_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    fired BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX timers_key ON timers (ticket, timer, from_at);

CREATE TABLE inbox (
    id INTEGER NOT NULL,
    source TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    envelope_from TEXT,
    message_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    raw BLOB NOT NULL,
    received_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_try_at INTEGER,
    reason TEXT,
    ticket INTEGER,
    same_id_other_content BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX inbox_once ON inbox (mailbox, message_id, content_hash);
CREATE INDEX inbox_waiting ON inbox (state, next_try_at, id);

CREATE TABLE outbox (
    id INTEGER NOT NULL,
    ticket INTEGER,
    message INTEGER,
    kind TEXT NOT NULL,
    message_id TEXT NOT NULL,
    envelope_from TEXT NOT NULL,
    letter TEXT NOT NULL,
    raw BLOB,
    created_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_try_at INTEGER NOT NULL,
    lease_until INTEGER,
    lease_token INTEGER NOT NULL,
    reason TEXT,
    PRIMARY KEY (id)
);
CREATE INDEX outbox_waiting ON outbox (state, next_try_at, id);
CREATE INDEX outbox_ticket ON outbox (ticket);

CREATE TABLE outbox_recipients (
    outbox INTEGER NOT NULL REFERENCES outbox (id),
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT,
    at INTEGER,
    PRIMARY KEY (outbox, address)
);

CREATE TABLE idempotency (
    principal TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER NOT NULL,
    answer TEXT NOT NULL,
    etag TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE pass_failures (
    pass TEXT NOT NULL,
    subject INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (pass, subject)
);

CREATE VIRTUAL TABLE ticket_search USING fts5 (words, tokenize = "unicode61 remove_diacritics 0 tokenchars '-'");
-- Erasing is real: the index keeps no trace of what was deleted.
INSERT INTO ticket_search (ticket_search, rank) VALUES ('secure-delete', 1);
