-- Whose word a presented report waits for, frozen when it was presented, and what each said (SRS-15). A report presented
-- before that has no count in asked: whom the desk file names may approve it, and the first word decides. names has the
-- names of role and organisation then, as JSON.
ALTER TABLE presented_reports ADD COLUMN asked BIGINT;

CREATE TABLE presented_receivers (
    report BIGINT NOT NULL REFERENCES presented_reports (id),
    place BIGINT NOT NULL,
    desk TEXT NOT NULL,
    receiver TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT,
    names TEXT NOT NULL,
    state TEXT NOT NULL,
    answered_at BIGINT,
    answered_by BIGINT,
    answered_for TEXT,
    reason TEXT,
    PRIMARY KEY (report, place)
);
CREATE INDEX presented_receivers_role ON presented_receivers (desk, role);
