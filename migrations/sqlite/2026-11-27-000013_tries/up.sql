-- The tries to reach the requester since a case began to wait for them, as JSON.
ALTER TABLE tickets ADD COLUMN tries TEXT NOT NULL DEFAULT '[]';
