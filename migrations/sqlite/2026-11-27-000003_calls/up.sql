-- Telephone calls: objects of their own, from agents and from telephone exchanges. Moments are microseconds since 1970.
CREATE TABLE calls (
    id INTEGER NOT NULL,
    desk TEXT NOT NULL,
    source TEXT NOT NULL,
    external TEXT,
    logged_by INTEGER,
    began_at INTEGER NOT NULL,
    offered_at INTEGER,
    answered_at INTEGER,
    ended_at INTEGER,
    outcome TEXT,
    solution TEXT,
    ticket INTEGER REFERENCES tickets (id),
    organisation TEXT NOT NULL,
    caller_number TEXT,
    caller_name TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (id)
);
-- One report twice, or in parts, is one call.
CREATE UNIQUE INDEX calls_external ON calls (desk, source, external);
CREATE INDEX calls_began ON calls (desk, began_at, id);
CREATE INDEX calls_ticket ON calls (ticket);

CREATE TABLE call_scopes (
    call INTEGER NOT NULL REFERENCES calls (id),
    scope TEXT NOT NULL,
    PRIMARY KEY (call, scope)
);
CREATE INDEX call_scopes_scope ON call_scopes (scope, call);
