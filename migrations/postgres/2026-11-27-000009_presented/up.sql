-- Reports as they were presented (SRS-15, RSI-09). Content, digest and comment are written once and never changed; a
-- decision is. An empty service is the whole desk; dates are local, period_to exclusive.
CREATE TABLE presented_reports (
    id BIGINT NOT NULL,
    desk TEXT NOT NULL,
    kind TEXT NOT NULL,
    service TEXT NOT NULL,
    period_from TEXT NOT NULL,
    period_to TEXT NOT NULL,
    revision BIGINT NOT NULL,
    desk_version BIGINT NOT NULL,
    content TEXT NOT NULL,
    digest TEXT NOT NULL,
    comment TEXT NOT NULL,
    presented_at BIGINT NOT NULL,
    presented_by BIGINT NOT NULL,
    state TEXT NOT NULL,
    decided_at BIGINT,
    decided_by BIGINT,
    decided_for TEXT,
    reason TEXT,
    PRIMARY KEY (id)
);
CREATE UNIQUE INDEX presented_reports_once
    ON presented_reports (desk, kind, service, period_from, period_to, revision);
CREATE INDEX presented_reports_newest ON presented_reports (desk, presented_at, id);
