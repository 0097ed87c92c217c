-- The first schema. Moments are microseconds since 1970-01-01T00:00:00Z; enumerations and JSON are text.
-- Its twin for the other database has the same name; a test compares both with crates/store/src/schema.rs.

CREATE TABLE settings (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE id_blocks (
    name TEXT NOT NULL,
    next BIGINT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE leases (
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    token BIGINT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE desks (
    key TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (key)
);

CREATE TABLE desk_versions (
    desk TEXT NOT NULL,
    version BIGINT NOT NULL,
    source TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    applied_by TEXT NOT NULL,
    PRIMARY KEY (desk, version)
);

CREATE TABLE users (
    id BIGINT NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    language TEXT,
    password_hash TEXT,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    last_sign_in_at BIGINT,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX users_login ON users (login);

CREATE TABLE memberships (
    id BIGINT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
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
    user_id BIGINT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    csrf TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked BOOLEAN NOT NULL,
    PRIMARY KEY (token_hash)
);
CREATE INDEX sessions_user ON sessions (user_id);

CREATE TABLE sign_in_failures (
    id BIGINT NOT NULL,
    login TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX sign_in_failures_login ON sign_in_failures (login, at);

CREATE TABLE contacts (
    id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    organisation TEXT NOT NULL,
    language TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX contacts_email ON contacts (email);

CREATE TABLE texts (
    id BIGINT NOT NULL,
    ticket BIGINT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    masked TEXT NOT NULL,
    masks INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX texts_ticket ON texts (ticket);

CREATE TABLE tickets (
    id BIGINT NOT NULL,
    reference TEXT NOT NULL,
    desk TEXT NOT NULL,
    version BIGINT NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    phase TEXT NOT NULL,
    line TEXT NOT NULL,
    queue TEXT NOT NULL,
    path TEXT NOT NULL,
    assignee BIGINT,
    in_reception BOOLEAN NOT NULL,
    channel TEXT NOT NULL,
    organisation TEXT NOT NULL,
    requester BIGINT NOT NULL REFERENCES contacts (id),
    affected BIGINT,
    orderer BIGINT,
    affected_count INTEGER NOT NULL,
    case_type TEXT,
    service TEXT,
    environment TEXT,
    impact TEXT,
    urgency TEXT,
    priority TEXT,
    priority_rank INTEGER NOT NULL,
    asker_role TEXT,
    subject BIGINT NOT NULL,
    description BIGINT,
    fault BOOLEAN NOT NULL,
    fault_began_at BIGINT,
    question_open BOOLEAN NOT NULL,
    proposal BIGINT,
    wait_until BIGINT,
    solution TEXT,
    cause_code TEXT,
    opened_at BIGINT NOT NULL,
    arrived_at BIGINT NOT NULL,
    state_since BIGINT NOT NULL,
    restored_at BIGINT,
    resolved_at BIGINT,
    closed_at BIGINT,
    updated_at BIGINT NOT NULL,
    open BOOLEAN NOT NULL,
    due_at BIGINT NOT NULL,
    wake_at BIGINT,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX tickets_reference ON tickets (reference);
CREATE INDEX tickets_queue_due ON tickets (queue, open, due_at, id);
CREATE INDEX tickets_desk_updated ON tickets (desk, updated_at, id);
CREATE INDEX tickets_assignee ON tickets (assignee, open, due_at, id);
CREATE INDEX tickets_requester ON tickets (requester);
CREATE INDEX tickets_wake ON tickets (wake_at, id);

CREATE TABLE ticket_scopes (
    ticket BIGINT NOT NULL REFERENCES tickets (id),
    scope TEXT NOT NULL,
    PRIMARY KEY (ticket, scope)
);
CREATE INDEX ticket_scopes_scope ON ticket_scopes (scope, ticket);

CREATE TABLE events (
    ticket BIGINT NOT NULL REFERENCES tickets (id),
    seq BIGINT NOT NULL,
    kind INTEGER NOT NULL,
    recorded_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    rule TEXT,
    desk_version BIGINT NOT NULL,
    cause TEXT,
    data TEXT NOT NULL,
    PRIMARY KEY (ticket, seq)
);
CREATE UNIQUE INDEX events_cause ON events (ticket, cause);

CREATE TABLE messages (
    id BIGINT NOT NULL,
    ticket BIGINT NOT NULL REFERENCES tickets (id),
    direction TEXT NOT NULL,
    audience TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    text BIGINT NOT NULL REFERENCES texts (id),
    channel TEXT NOT NULL,
    automatic BOOLEAN NOT NULL,
    proposal BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    mail_id TEXT,
    inbox BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX messages_ticket ON messages (ticket, at, id);

CREATE TABLE clocks (
    id BIGINT NOT NULL,
    ticket BIGINT NOT NULL REFERENCES tickets (id),
    desk TEXT NOT NULL,
    target TEXT NOT NULL,
    metric TEXT NOT NULL,
    agreement TEXT NOT NULL,
    agreement_version TEXT NOT NULL,
    calendar TEXT NOT NULL,
    calendar_version TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    target_micros BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    elapsed_micros BIGINT NOT NULL,
    anchor BIGINT,
    state TEXT NOT NULL,
    outcome TEXT,
    due_at BIGINT,
    next_step_at BIGINT,
    next_step TEXT,
    warned_percent INTEGER NOT NULL,
    decided_at BIGINT,
    stopped_at BIGINT,
    by_change BOOLEAN NOT NULL,
    late BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX clocks_key ON clocks (ticket, target, occurrence);
CREATE INDEX clocks_decided ON clocks (desk, decided_at);
CREATE INDEX clocks_started ON clocks (desk, started_at);

CREATE TABLE timers (
    id BIGINT NOT NULL,
    ticket BIGINT NOT NULL REFERENCES tickets (id),
    timer TEXT NOT NULL,
    from_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    fired BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX timers_key ON timers (ticket, timer, from_at);

CREATE TABLE inbox (
    id BIGINT NOT NULL,
    source TEXT NOT NULL,
    mailbox TEXT NOT NULL,
    envelope_from TEXT,
    message_id TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    raw BYTEA NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_try_at BIGINT,
    reason TEXT,
    ticket BIGINT,
    same_id_other_content BOOLEAN NOT NULL,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX inbox_once ON inbox (mailbox, message_id, content_hash);
CREATE INDEX inbox_waiting ON inbox (state, next_try_at, id);

CREATE TABLE outbox (
    id BIGINT NOT NULL,
    ticket BIGINT,
    message BIGINT,
    kind TEXT NOT NULL,
    message_id TEXT NOT NULL,
    envelope_from TEXT NOT NULL,
    letter TEXT NOT NULL,
    raw BYTEA,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL,
    next_try_at BIGINT NOT NULL,
    lease_until BIGINT,
    lease_token BIGINT NOT NULL,
    reason TEXT,
    PRIMARY KEY (id)
);
CREATE INDEX outbox_waiting ON outbox (state, next_try_at, id);
CREATE INDEX outbox_ticket ON outbox (ticket);

CREATE TABLE outbox_recipients (
    outbox BIGINT NOT NULL REFERENCES outbox (id),
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    answer TEXT,
    at BIGINT,
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
    created_at BIGINT NOT NULL,
    PRIMARY KEY (principal, route, key)
);
CREATE INDEX idempotency_created ON idempotency (created_at);

CREATE TABLE pass_failures (
    pass TEXT NOT NULL,
    subject BIGINT NOT NULL,
    tries INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (pass, subject)
);

CREATE TABLE ticket_search (
    ticket BIGINT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (ticket)
);
CREATE INDEX ticket_search_words ON ticket_search USING gin (to_tsvector('simple', words));
