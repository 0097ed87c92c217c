-- Mail that is about no ticket belongs to a desk.
ALTER TABLE outbox ADD COLUMN desk TEXT;
CREATE INDEX outbox_desk ON outbox (desk, created_at, id);

-- Which period of a scheduled report has gone out: each once.
CREATE TABLE schedule_runs (
    desk TEXT NOT NULL,
    schedule TEXT NOT NULL,
    period_from TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    run_at INTEGER NOT NULL,
    receivers INTEGER NOT NULL,
    PRIMARY KEY (desk, schedule, period_from)
);
