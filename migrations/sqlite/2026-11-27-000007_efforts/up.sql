-- Time on cases (WC-32). Days are local dates of the desk's zone, months their first seven letters. A correction is a
-- row of its own that replaces another; what was replaced stays.

CREATE TABLE efforts (
    id INTEGER NOT NULL,
    desk TEXT NOT NULL,
    ticket INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    minutes INTEGER NOT NULL,
    activity TEXT NOT NULL,
    kind TEXT NOT NULL,
    payer TEXT NOT NULL,
    note INTEGER,
    recorded_at INTEGER NOT NULL,
    recorded_by INTEGER NOT NULL,
    replaces INTEGER,
    reason INTEGER,
    replaced_at INTEGER,
    PRIMARY KEY (id)
);
CREATE INDEX efforts_day ON efforts (desk, day);
CREATE INDEX efforts_ticket ON efforts (ticket);
CREATE INDEX efforts_user ON efforts (user_id, day);

CREATE TABLE effort_timers (
    user_id INTEGER NOT NULL,
    ticket INTEGER NOT NULL,
    desk TEXT NOT NULL,
    activity TEXT NOT NULL,
    kind TEXT NOT NULL,
    payer TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    PRIMARY KEY (user_id)
);

CREATE TABLE effort_months (
    id INTEGER NOT NULL,
    desk TEXT NOT NULL,
    month TEXT NOT NULL,
    locked BOOLEAN NOT NULL,
    at INTEGER NOT NULL,
    by_user INTEGER NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX effort_months_month ON effort_months (desk, month);
