-- A claim may be sent to another office, and others asked for their view: whoever it is sent to finds it without a key.

ALTER TABLE claim
  ADD COLUMN sent_to text,
  ADD COLUMN sent_on date,
  ADD COLUMN desks text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN claim.sent_to IS 'Where it lies instead of with the township that it came to: the kind of an office, or the code of a township.';
COMMENT ON COLUMN claim.desks IS 'Where it was sent, and who was asked: desks that see this claim besides those that its programme names.';
-- What wants to be counted anew when the holidays of a year are known.
CREATE INDEX claim_provisional ON claim (due_on) WHERE due_provisional;
