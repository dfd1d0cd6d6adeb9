-- What hangs on the boards of villages. Everything that is shown was made to be read by everybody: it lies open.

CREATE TABLE notice (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  region_code char(12) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  claim_id uuid NOT NULL REFERENCES claim (id),
  kind text NOT NULL,
  state text NOT NULL,
  shown jsonb NOT NULL,
  text_hash char(64) NOT NULL,
  from_on date NOT NULL,
  to_on date,
  until_on date,
  term jsonb,
  missed jsonb NOT NULL DEFAULT '[]',
  posted_at timestamptz NOT NULL,
  CONSTRAINT notice_kind CHECK (kind IN ('review', 'temporary', 'school', 'change', 'long-term', 'relatives')),
  CONSTRAINT notice_state CHECK (state IN ('hanging', 'withheld', 'standing', 'over'))
);
COMMENT ON TABLE notice IS 'One line on the board of one village. Masked when it is made; nothing else of the claim is in it.';
COMMENT ON COLUMN notice.state IS 'hanging: before the decision; withheld: it would hang, but nobody is to read it; standing: after; over: shown no more.';
COMMENT ON COLUMN notice.text_hash IS 'SHA-256 of what is shown, taken when it was posted: each look at the page is held against it.';
COMMENT ON COLUMN notice.to_on IS 'Of a notice before the decision: its last day as things stand.';
COMMENT ON COLUMN notice.until_on IS 'Until when it is shown at all; null as long as aid is paid.';
COMMENT ON COLUMN notice.term IS 'How many days have to count; null for notices from before days were counted.';
CREATE INDEX notice_village ON notice (region_code, kind, id) WHERE state IN ('hanging', 'standing');
CREATE INDEX notice_before ON notice (county_code, region_code) WHERE state IN ('hanging', 'withheld');
CREATE INDEX notice_claim ON notice (claim_id);
CREATE INDEX notice_application ON notice (application_id);

CREATE TABLE notice_day (
  notice_id uuid NOT NULL REFERENCES notice (id) ON DELETE CASCADE,
  day date NOT NULL,
  county_code char(6) NOT NULL,
  probes integer NOT NULL,
  right_count integer NOT NULL,
  file_id uuid,
  filed_by uuid,
  filed_at timestamptz,
  PRIMARY KEY (notice_id, day),
  CONSTRAINT notice_day_counts CHECK (probes >= right_count AND right_count >= 0)
);
COMMENT ON TABLE notice_day IS 'How one day of a notice went: looks at its page, and a photo of the board.';

GRANT SELECT, INSERT, UPDATE, DELETE ON notice, notice_day TO yima_app;
