-- A device that knew the key of an office follows to the next one only where the one before it signed that; and what somebody laid
-- down that opens nothing is passed over on the way back to a complaint that nobody opens any more.

ALTER TABLE office_key
  ADD COLUMN handed_from text,
  ADD COLUMN handed text,
  ADD CONSTRAINT office_key_handed CHECK ((handed_from IS NULL) = (handed IS NULL));
COMMENT ON COLUMN office_key.handed_from IS 'The key of the office before this one, where that one signed this.';
COMMENT ON COLUMN office_key.handed IS 'Its signature (r and s, base64url).';

ALTER TABLE complaint_recovery ADD COLUMN skipped text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN complaint_recovery.skipped IS 'Pairs of offices whose file did not open: others are tried.';
