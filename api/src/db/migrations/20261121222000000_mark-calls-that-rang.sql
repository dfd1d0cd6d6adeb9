ALTER TABLE call ADD COLUMN rang boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN call.rang IS 'Whether the officer was sent a text message; false when enough of unconfirmed people had just been sent.';
CREATE INDEX call_by_unit ON call (unit_id, answer_by);
