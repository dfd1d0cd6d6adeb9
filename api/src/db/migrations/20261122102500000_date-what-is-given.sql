-- A yes at a window covers what was somebody's when they said it. What another phone filed under their proven number
-- becomes theirs when it is found, which may be in the middle of a visit: that was never spoken of there.

ALTER TABLE person ADD COLUMN attached_at timestamptz;
COMMENT ON COLUMN person.attached_at IS 'When what another phone filed was found to be its identity''s; NULL for what never was another''s.';

ALTER TABLE occasion ADD COLUMN given_at timestamptz;
COMMENT ON COLUMN occasion.given_at IS 'When the person last said what may be shown; NULL while they never did.';
