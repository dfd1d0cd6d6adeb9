-- Somebody without papers of whose name and birthday there are several, and who never had a card that could tell them
-- apart: which record is theirs, two officers say.

ALTER TABLE identity
  ADD COLUMN lost_by uuid REFERENCES officer (id),
  ADD COLUMN lost_at timestamptz,
  ADD CONSTRAINT identity_lost CHECK ((lost_by IS NULL) = (lost_at IS NULL));
COMMENT ON COLUMN identity.lost_by IS 'Who said that it is the record of whoever stood there without a card, as long as a second officer has not decided; how they knew stands in its trail.';
CREATE INDEX identity_waits ON identity (lost_at) WHERE lost_by IS NOT NULL;
