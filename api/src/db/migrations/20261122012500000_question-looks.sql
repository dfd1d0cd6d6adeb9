-- Whoever looks is seen: which facts were shown, and a person's question about one look.

ALTER TABLE access_log ADD COLUMN facts text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN access_log.facts IS 'Which kinds of facts were shown, where that is less than all of what; names of scopes, never values.';

CREATE TABLE access_question (
  id uuid PRIMARY KEY,
  access_id uuid NOT NULL REFERENCES access_log (id) CONSTRAINT access_question_once UNIQUE,
  person_id uuid NOT NULL REFERENCES person (id),
  county_code char(6) NOT NULL,
  reader_id uuid NOT NULL REFERENCES officer (id),
  sealed bytea NOT NULL,
  asked_at timestamptz NOT NULL,
  answered_by uuid REFERENCES officer (id),
  answered_at timestamptz,
  answer_sealed bytea,
  CONSTRAINT access_question_not_by_reader CHECK (answered_by IS DISTINCT FROM reader_id),
  CONSTRAINT access_question_answered CHECK ((answered_at IS NULL) = (answered_by IS NULL) AND (answered_at IS NULL) = (answer_sealed IS NULL))
);
COMMENT ON TABLE access_question IS 'A person asks why an officer looked; somebody of a supervising office answers, never who looked.';
COMMENT ON COLUMN access_question.sealed IS 'The words, under the person''s key; so is the answer.';
CREATE INDEX access_question_open ON access_question (county_code, asked_at) WHERE answered_at IS NULL;

GRANT SELECT, INSERT ON access_question TO yima_app;
GRANT UPDATE (answered_by, answered_at, answer_sealed) ON access_question TO yima_app;
-- An account that its owner ends leaves no way back to it.
GRANT DELETE ON identity_pair TO yima_app;
