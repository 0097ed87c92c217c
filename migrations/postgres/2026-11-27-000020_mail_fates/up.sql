-- What became of the mail of a period is counted without reading the mails.
CREATE INDEX inbox_fates ON inbox (received_at, mailbox, state, ticket);
