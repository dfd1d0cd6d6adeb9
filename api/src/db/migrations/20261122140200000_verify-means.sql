-- Checks of a family's means: what is asked of which department about whom, and what came of it.

CREATE TABLE verification (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  person_id uuid NOT NULL REFERENCES person (id),
  state text NOT NULL CHECK (state IN ('running', 'reported', 'void', 'replaced')),
  started_by uuid,
  started_at timestamptz NOT NULL,
  report_id uuid,
  made_on date,
  sealed bytea NOT NULL,
  last_event integer NOT NULL
);
COMMENT ON TABLE verification IS 'One check of means of one application. The trail under its id has every query.';
COMMENT ON COLUMN verification.state IS '`void`: a consent under it was withdrawn, and nothing of it counts; `replaced`: asked anew.';
COMMENT ON COLUMN verification.sealed IS 'The report, the names of whom it is about and what the family says to it, under the person''s key.';
CREATE UNIQUE INDEX verification_one ON verification (application_id) WHERE state IN ('running', 'reported');
CREATE INDEX verification_application ON verification (application_id, started_at);
CREATE INDEX verification_running ON verification (id) WHERE state = 'running';

CREATE TABLE query (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  verification_id uuid NOT NULL REFERENCES verification (id),
  consent_id uuid NOT NULL,
  source text NOT NULL,
  round integer NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'asked', 'answered', 'refused-answer', 'failed', 'stopped')),
  attempts integer NOT NULL,
  why text,
  next_at timestamptz,
  as_of date,
  sealed bytea,
  CONSTRAINT query_once UNIQUE (verification_id, consent_id, source, round),
  CONSTRAINT query_answer CHECK ((state = 'answered') = (sealed IS NOT NULL))
);
COMMENT ON TABLE query IS 'One question to one department about one person; its id is the idempotency key under which it is sent.';
COMMENT ON COLUMN query.sealed IS 'The believed answer, under the person''s key. Any other answer is thrown away.';
CREATE INDEX query_due ON query (next_at) WHERE state IN ('waiting', 'asked');
CREATE INDEX query_consent ON query (consent_id);

GRANT SELECT, INSERT, UPDATE ON verification, query TO yima_app;
