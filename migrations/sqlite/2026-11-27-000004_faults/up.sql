-- Statements about begin and end of faults, cases entered from paper, corrected clocks.
ALTER TABLE tickets ADD COLUMN entered_at INTEGER;
ALTER TABLE tickets ADD COLUMN statements TEXT NOT NULL DEFAULT '{}';
ALTER TABLE clocks ADD COLUMN entered_late BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE clocks ADD COLUMN corrected BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE clocks ADD COLUMN first_outcome TEXT;
ALTER TABLE clocks ADD COLUMN first_elapsed_micros INTEGER;
ALTER TABLE clocks ADD COLUMN first_decided_at INTEGER;
