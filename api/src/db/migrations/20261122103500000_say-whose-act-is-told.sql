-- Whoever did something does not tick off by himself that the person knows of it.

ALTER TABLE notification ADD COLUMN done_by uuid REFERENCES officer (id);
COMMENT ON COLUMN notification.done_by IS 'The officer by whose hand it happened; NULL where it was nobody of the house, or is not told of an act.';

ALTER TABLE call_task ADD COLUMN reason_sealed bytea;
COMMENT ON COLUMN call_task.reason_sealed IS 'Why whoever did it told it, too, where nobody else was there; under the person''s key.';
