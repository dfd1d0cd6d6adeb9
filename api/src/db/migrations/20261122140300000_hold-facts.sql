-- What departments, visits and papers say of a family, beside what it said itself (which lies in its application).

CREATE TABLE held_fact (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  consent_id uuid,
  fenced_at timestamptz,
  sealed bytea NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON COLUMN held_fact.consent_id IS 'The signed consent under which it was asked for.';
COMMENT ON COLUMN held_fact.fenced_at IS 'When that consent was withdrawn: from then on it counts for nothing.';
COMMENT ON COLUMN held_fact.sealed IS 'Which fact, its value and who says so, under the person''s key.';
CREATE INDEX held_fact_application ON held_fact (application_id);
CREATE INDEX held_fact_consent ON held_fact (consent_id) WHERE consent_id IS NOT NULL;

CREATE TABLE fact_choice (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  sealed bytea NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON TABLE fact_choice IS 'Which of several values of a fact holds, decided by an officer with a reason.';
CREATE INDEX fact_choice_application ON fact_choice (application_id);

GRANT SELECT, INSERT ON held_fact, fact_choice TO yima_app;
GRANT UPDATE (fenced_at) ON held_fact TO yima_app;
