-- Every decision with all it was worked out from; the rules as they stood are kept whole, once for each version.

CREATE TABLE rule_version (
  version char(64) PRIMARY KEY CHECK (version ~ '^[0-9a-f]{64}$'),
  programme text NOT NULL,
  rules text NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON COLUMN rule_version.version IS 'SHA-256 of `rules`, whose keys stand in a fixed order.';
COMMENT ON COLUMN rule_version.rules IS 'Conditions, lines and amount of a programme as JSON: what recomputing a decision reads.';

CREATE TABLE decision (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  claim_id uuid NOT NULL REFERENCES claim (id),
  number text NOT NULL,
  outcome text NOT NULL CHECK (outcome IN ('confirmed', 'refused')),
  version char(64) NOT NULL REFERENCES rule_version (version),
  unit_id text NOT NULL REFERENCES unit (id),
  sealed bytea NOT NULL,
  at timestamptz NOT NULL,
  CONSTRAINT decision_number UNIQUE (county_code, number)
);
COMMENT ON COLUMN decision.number IS 'Running number of the county and year.';
COMMENT ON COLUMN decision.unit_id IS 'The office that issued it.';
COMMENT ON COLUMN decision.sealed IS 'What was decided, on which facts and figures, with every step, under the person''s key.';
CREATE INDEX decision_claim ON decision (claim_id, at);
CREATE INDEX decision_application ON decision (application_id);

GRANT SELECT, INSERT ON rule_version, decision TO yima_app;
