-- Minutes of appraisals by residents, as the phone in the hall wrote them. A row is never changed: a second meeting has its own.

CREATE TABLE appraisal (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  claim_id uuid NOT NULL REFERENCES claim (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  level text NOT NULL,
  sealed bytea NOT NULL,
  received_at timestamptz NOT NULL,
  CONSTRAINT appraisal_level_known CHECK (level IN ('village', 'township'))
);
COMMENT ON COLUMN appraisal.id IS 'Made on the phone: what arrives twice is one meeting.';
COMMENT ON COLUMN appraisal.sealed IS 'Who was there, who stepped aside and why, the count and the signatures; of a secret count nobody''s vote; under the person''s key.';
CREATE INDEX appraisal_application ON appraisal (application_id);

GRANT SELECT, INSERT ON appraisal TO yima_app;
