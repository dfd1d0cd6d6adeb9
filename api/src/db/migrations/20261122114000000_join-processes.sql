-- What the row of a claim repeats of its process, so that desks and the sweep find it without a key.

ALTER TABLE claim
  ADD COLUMN waits text[] NOT NULL DEFAULT '{}',
  ADD COLUMN look_on date,
  ADD COLUMN warned smallint CHECK (warned IN (50, 80, 100)),
  ADD COLUMN raised boolean NOT NULL DEFAULT false,
  ADD COLUMN urged boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN claim.waits IS 'What may be done now, and where: `<level or department>:<step>`.';
COMMENT ON COLUMN claim.look_on IS 'The next day on which time alone brings something about.';
CREATE INDEX claim_look ON claim (look_on) WHERE look_on IS NOT NULL;
CREATE INDEX claim_waits ON claim USING gin (waits);
