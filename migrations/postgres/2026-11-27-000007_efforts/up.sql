-- Time on cases (WC-32). Days are local dates of the desk's zone, months their first seven letters. A correction is a
-- row of its own that replaces another; what was replaced stays.

CREATE TABLE efforts (
    id BIGINT NOT NULL,
    desk TEXT NOT NULL,
    ticket BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    day TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    activity TEXT NOT NULL,
    kind TEXT NOT NULL,
    payer TEXT NOT NULL,
    note BIGINT,
    recorded_at BIGINT NOT NULL,
    recorded_by BIGINT NOT NULL,
    replaces BIGINT,
    reason BIGINT,
    replaced_at BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX efforts_day ON efforts (desk, day);
CREATE INDEX efforts_ticket ON efforts (ticket);
CREATE INDEX efforts_user ON efforts (user_id, day);

CREATE TABLE effort_timers (
    user_id BIGINT NOT NULL,
    ticket BIGINT NOT NULL,
    desk TEXT NOT NULL,
    activity TEXT NOT NULL,
    kind TEXT NOT NULL,
    payer TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    PRIMARY KEY (user_id)
);

CREATE TABLE effort_months (
    id BIGINT NOT NULL,
    desk TEXT NOT NULL,
    month TEXT NOT NULL,
    locked BOOLEAN NOT NULL,
    at BIGINT NOT NULL,
    by_user BIGINT NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX effort_months_month ON effort_months (desk, month);
