-- Whoever ended a visit: after the person did, nothing more is taken in their name but what was on its way.

ALTER TABLE occasion ADD COLUMN closed_by text;
UPDATE occasion SET closed_by = event.actor_kind
  FROM event WHERE event.stream = occasion.id AND event.type = 'occasion-closed' AND occasion.closed_at IS NOT NULL;
-- A visit whose trail does not say it is treated as ended by the person.
UPDATE occasion SET closed_by = 'resident' WHERE closed_at IS NOT NULL AND closed_by IS NULL;
ALTER TABLE occasion
  ADD CONSTRAINT occasion_closed_by_known CHECK (closed_by IN ('resident', 'officer', 'system')),
  ADD CONSTRAINT occasion_closed_by_somebody CHECK ((closed_at IS NULL) = (closed_by IS NULL));
COMMENT ON COLUMN occasion.closed_by IS 'system: the record of the person was joined with another.';
