-- Periods judged again under a back-dated version of an agreement: proposed by one person, approved by another, done
-- ticket by ticket. Days are local dates of the desk's zone. A ticket is done once for each rejudgement.

CREATE TABLE rejudgements (
    id BIGINT NOT NULL,
    desk TEXT NOT NULL,
    agreement TEXT NOT NULL,
    version TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day TEXT NOT NULL,
    reason TEXT NOT NULL,
    state TEXT NOT NULL,
    foretold TEXT NOT NULL,
    proposed_by BIGINT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by BIGINT,
    decided_at BIGINT,
    done_at BIGINT,
    PRIMARY KEY (id)
);
CREATE INDEX rejudgements_state ON rejudgements (state);
CREATE INDEX rejudgements_desk ON rejudgements (desk, id);

CREATE TABLE rejudgement_tickets (
    rejudgement BIGINT NOT NULL REFERENCES rejudgements (id),
    ticket BIGINT NOT NULL REFERENCES tickets (id),
    at BIGINT NOT NULL,
    judged BOOLEAN NOT NULL,
    changed INTEGER NOT NULL,
    failed TEXT,
    PRIMARY KEY (rejudgement, ticket)
);
CREATE INDEX tickets_desk_opened ON tickets (desk, opened_at, id);
