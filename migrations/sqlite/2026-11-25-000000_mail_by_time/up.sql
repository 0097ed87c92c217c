-- The lists of received and sent mail, newest first.
CREATE INDEX inbox_received ON inbox (received_at, id);
CREATE INDEX outbox_created ON outbox (created_at, id);
