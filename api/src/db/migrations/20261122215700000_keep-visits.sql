-- What two people saw at a home, as each phone wrote it down. A row is never changed: a second phone's stands beside it.

CREATE TABLE visit (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  safety text[] NOT NULL,
  sealed bytea NOT NULL,
  received_at timestamptz NOT NULL
);
COMMENT ON COLUMN visit.id IS 'Made on the phone: what arrives twice is one visit.';
COMMENT ON COLUMN visit.safety IS 'What whoever goes there next has to know before: a dog, a bad road, a dispute, better go by two.';
COMMENT ON COLUMN visit.sealed IS 'The record: what was seen, by whom, when and where, and the signatures; under the person''s key.';
CREATE INDEX visit_application ON visit (application_id);

GRANT SELECT, INSERT ON visit TO yima_app;
