-- Why somebody declined to have a period judged again, masked; none on record of those declined before.
ALTER TABLE rejudgements ADD COLUMN declined_because TEXT;
