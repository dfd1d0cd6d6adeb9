-- Somebody without a phone stands before a worker with the slip: for how long the worker's phone shows that one matter.

CREATE TABLE assist (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id) DEFERRABLE INITIALLY DEFERRED,
  officer_id uuid NOT NULL REFERENCES officer (id),
  way text NOT NULL CHECK (way IN ('slip', 'written')),
  opened_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  closed_at timestamptz
);
COMMENT ON TABLE assist IS 'One occasion on which an officer lent hands and phone to somebody: no word of what was said. What was done stands in the trail of the application.';
COMMENT ON COLUMN assist.way IS 'slip: opened with the receipt and its four digits; written: the application itself was written down for them.';
CREATE INDEX assist_application ON assist (application_id);
CREATE INDEX assist_officer ON assist (officer_id, ends_at) WHERE closed_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON assist TO yima_app;
