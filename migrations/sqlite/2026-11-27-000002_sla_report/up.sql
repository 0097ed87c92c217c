-- What a clock is counted under in reports, kept as it was when the clock was decided, and the cause a person gave a
-- breach. What was decided before this migration is counted under the facts its case has today.
ALTER TABLE clocks ADD COLUMN line TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN queue TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN organisation TEXT NOT NULL DEFAULT '';
ALTER TABLE clocks ADD COLUMN service TEXT;
ALTER TABLE clocks ADD COLUMN priority TEXT;
ALTER TABLE clocks ADD COLUMN breach_cause TEXT;
ALTER TABLE clocks ADD COLUMN breach_words INTEGER;
UPDATE clocks SET
    line = (SELECT line FROM tickets WHERE id = clocks.ticket),
    queue = (SELECT queue FROM tickets WHERE id = clocks.ticket),
    organisation = (SELECT organisation FROM tickets WHERE id = clocks.ticket),
    service = (SELECT service FROM tickets WHERE id = clocks.ticket),
    priority = (SELECT priority FROM tickets WHERE id = clocks.ticket);
-- Breaches that still run, and those that ended after a moment.
CREATE INDEX clocks_late ON clocks (desk, stopped_at) WHERE outcome = 'missed';
