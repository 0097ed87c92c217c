-- One warning per budget and period (WC-08).
CREATE TABLE budget_warnings (
    desk TEXT NOT NULL,
    objective TEXT NOT NULL,
    -- The values the figure is narrowed to, such as service=drift; empty where it is one figure.
    part TEXT NOT NULL,
    -- First local date of the period.
    period TEXT NOT NULL,
    -- The case whose people were told.
    ticket INTEGER NOT NULL REFERENCES tickets (id),
    warned_at INTEGER NOT NULL,
    PRIMARY KEY (desk, objective, part, period)
);

-- Faults that touch a period, and clocks of a target that ended in it.
CREATE INDEX tickets_faults ON tickets (desk, fault, restored_at);
CREATE INDEX clocks_stopped ON clocks (desk, target, stopped_at);
