-- One application in a person's own words holds one claim per programme.

CREATE TABLE application (
  id uuid PRIMARY KEY,
  receipt_number char(13) NOT NULL CONSTRAINT application_receipt UNIQUE,
  person_id uuid NOT NULL REFERENCES person (id),
  county_code char(6) NOT NULL,
  region_code char(12) NOT NULL REFERENCES region (code),
  unit_id text NOT NULL REFERENCES unit (id),
  kind text NOT NULL CHECK (kind IN ('application', 'outreach')),
  for_whom text NOT NULL CHECK (for_whom IN ('self', 'family', 'neighbour')),
  state text NOT NULL CHECK (state IN ('submitted', 'open', 'closed', 'withdrawn', 'merged')),
  urgent boolean NOT NULL,
  dangers text[] NOT NULL,
  handler_id uuid REFERENCES officer (id),
  visit_due date NOT NULL,
  visit_provisional boolean NOT NULL,
  last_four_index bytea NOT NULL,
  sealed bytea NOT NULL,
  last_event integer NOT NULL,
  submitted_at timestamptz NOT NULL
);
COMMENT ON COLUMN application.sealed IS 'Words, facts, consent, the person spoken for: under the person''s key.';
COMMENT ON COLUMN application.unit_id IS 'The office that has it now; a township without staff hands up to the county.';
CREATE INDEX application_unit ON application (unit_id, submitted_at);
CREATE INDEX application_person ON application (person_id);

CREATE TABLE claim (
  id uuid PRIMARY KEY,
  application_id uuid NOT NULL REFERENCES application (id),
  county_code char(6) NOT NULL,
  programme text NOT NULL,
  origin text NOT NULL CHECK (origin IN ('calculator', 'resident', 'officer')),
  state text NOT NULL,
  handler_id uuid REFERENCES officer (id),
  due_on date,
  due_provisional boolean NOT NULL,
  paused boolean NOT NULL,
  sealed bytea NOT NULL,
  opened_at timestamptz NOT NULL,
  CONSTRAINT claim_once UNIQUE (application_id, programme)
);
COMMENT ON COLUMN claim.sealed IS 'The whole state of the claim (shared/src/claim/workflow.ts), under the person''s key; the other columns repeat what is searched.';
CREATE INDEX claim_due ON claim (state, due_on);

CREATE TABLE call (
  application_id uuid NOT NULL REFERENCES application (id),
  step integer NOT NULL,
  county_code char(6) NOT NULL,
  unit_id text NOT NULL REFERENCES unit (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  answer_by timestamptz NOT NULL,
  acknowledged_at timestamptz,
  acknowledged_by uuid REFERENCES officer (id),
  passed_on boolean NOT NULL DEFAULT false,
  PRIMARY KEY (application_id, step)
);
COMMENT ON TABLE call IS 'An urgent request calls the duty roster, level by level, until somebody taps.';
CREATE INDEX call_waiting ON call (answer_by) WHERE acknowledged_at IS NULL AND NOT passed_on;

CREATE TABLE file (
  id uuid PRIMARY KEY,
  device_hash bytea NOT NULL,
  content_hash bytea NOT NULL,
  mime text NOT NULL,
  bytes integer NOT NULL,
  width integer NOT NULL,
  height integer NOT NULL,
  key_wrapped bytea NOT NULL,
  application_id uuid REFERENCES application (id),
  county_code char(6),
  created_at timestamptz NOT NULL
);
COMMENT ON COLUMN file.content_hash IS 'SHA-256 of the sealed bytes in the file store.';
CREATE INDEX file_application ON file (application_id);
CREATE INDEX file_unused ON file (created_at) WHERE application_id IS NULL;
