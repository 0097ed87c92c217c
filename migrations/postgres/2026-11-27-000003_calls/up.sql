-- Telephone calls: objects of their own, from agents and from telephone exchanges. Moments are microseconds since 1970.
CREATE TABLE calls (
    id BIGINT NOT NULL,
    desk TEXT NOT NULL,
    source TEXT NOT NULL,
    external TEXT,
    logged_by BIGINT,
    began_at BIGINT NOT NULL,
    offered_at BIGINT,
    answered_at BIGINT,
    ended_at BIGINT,
    outcome TEXT,
    solution TEXT,
    ticket BIGINT REFERENCES tickets (id),
    organisation TEXT NOT NULL,
    caller_number TEXT,
    caller_name TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (id)
);
-- One report twice, or in parts, is one call.
CREATE UNIQUE INDEX calls_external ON calls (desk, source, external);
CREATE INDEX calls_began ON calls (desk, began_at, id);
CREATE INDEX calls_ticket ON calls (ticket);

CREATE TABLE call_scopes (
    call BIGINT NOT NULL REFERENCES calls (id),
    scope TEXT NOT NULL,
    PRIMARY KEY (call, scope)
);
CREATE INDEX call_scopes_scope ON call_scopes (scope, call);
