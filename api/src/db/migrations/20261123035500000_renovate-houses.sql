-- Works on dangerous houses (农村危房改造): one row a confirmed claim, and the parts of its subsidy as they are released.

CREATE TABLE renovation (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  region_code char(12) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  claim_id uuid NOT NULL REFERENCES claim (id),
  subsidy_fen bigint NOT NULL,
  state text NOT NULL,
  stopped boolean NOT NULL,
  next_on date,
  sealed bytea NOT NULL,
  opened_at timestamptz NOT NULL,
  CONSTRAINT renovation_one_of_claim UNIQUE (claim_id),
  CONSTRAINT renovation_state CHECK (state IN ('survey', 'plan', 'settle', 'inspect', 'finished')),
  CONSTRAINT renovation_next CHECK ((state = 'finished') = (next_on IS NULL)),
  CONSTRAINT renovation_sum CHECK (subsidy_fen >= 0)
);
COMMENT ON TABLE renovation IS 'Works on a house for which one sum was given; survey, plan, inspections and acceptances are sealed under the person''s key.';
COMMENT ON COLUMN renovation.state IS 'What is to be done next.';
COMMENT ON COLUMN renovation.next_on IS 'By which day; what is late is seen by it.';
CREATE INDEX renovation_next ON renovation (county_code, next_on) WHERE next_on IS NOT NULL;
CREATE INDEX renovation_application ON renovation (application_id);

CREATE TABLE instalment (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  renovation_id uuid NOT NULL REFERENCES renovation (id),
  number integer NOT NULL,
  stage text NOT NULL,
  share integer NOT NULL,
  fen bigint NOT NULL,
  on_day date NOT NULL,
  acceptance_id uuid NOT NULL,
  proposed_by uuid NOT NULL REFERENCES officer (id),
  confirmed_by uuid NOT NULL REFERENCES officer (id),
  at timestamptz NOT NULL,
  CONSTRAINT instalment_in_order UNIQUE (renovation_id, number),
  CONSTRAINT instalment_once UNIQUE (renovation_id, stage),
  CONSTRAINT instalment_of_one_acceptance UNIQUE (acceptance_id),
  CONSTRAINT instalment_stage CHECK ((number, stage) IN ((1, 'foundation'), (2, 'walls'), (3, 'roof'), (4, 'finished'))),
  CONSTRAINT instalment_sum CHECK (fen >= 0),
  CONSTRAINT instalment_two_hands CHECK (proposed_by <> confirmed_by)
);
COMMENT ON TABLE instalment IS 'Parts of a subsidy, each released by an accepted stage, with what proves that. Rows are only ever added; whoever pays takes them from here.';
COMMENT ON COLUMN instalment.acceptance_id IS 'The acceptance that released it; its words and pictures are sealed with the works.';

-- Whatever writes a part: it follows the last one, the works are not stopped, and all parts together never exceed the
-- subsidy; the last one makes them the subsidy exactly.
CREATE FUNCTION instalment_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  works renovation%ROWTYPE;
  parts integer;
  released bigint;
BEGIN
  SELECT * INTO works FROM renovation WHERE id = NEW.renovation_id;
  SELECT count(*), coalesce(sum(fen), 0) INTO parts, released FROM instalment WHERE renovation_id = NEW.renovation_id;
  IF works.stopped OR NEW.number <> parts + 1 OR released + NEW.fen > works.subsidy_fen
     OR (NEW.stage = 'finished' AND released + NEW.fen <> works.subsidy_fen) THEN
    RAISE EXCEPTION 'A part of a subsidy does not follow the one before' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER instalment_follows BEFORE INSERT ON instalment FOR EACH ROW EXECUTE FUNCTION instalment_follows();

GRANT SELECT, INSERT, UPDATE ON renovation TO yima_app;
GRANT SELECT, INSERT ON instalment TO yima_app;
