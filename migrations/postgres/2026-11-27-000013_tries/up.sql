-- The tries to reach the requester since a case began to wait for them, as JSON.
ALTER TABLE tickets ADD COLUMN tries TEXT NOT NULL DEFAULT '[]';
-- Clocks by when they stopped, for the report on waiting.
CREATE INDEX clocks_stopped ON clocks (desk, stopped_at, id);
