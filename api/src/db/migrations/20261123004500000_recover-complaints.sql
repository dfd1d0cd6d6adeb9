-- When nobody of an office can open a complaint any more, two of three other offices open it together: the first takes the outer
-- seal off on its device, the second the inner one, and seals the secret for whoever asked.

CREATE TABLE complaint_recovery (
  id uuid PRIMARY KEY,
  complaint_id uuid NOT NULL REFERENCES complaint (id),
  county_code char(6) NOT NULL,
  asked_by uuid NOT NULL REFERENCES officer (id),
  asked_on date NOT NULL,
  pair text,
  half bytea,
  half_by uuid REFERENCES officer (id),
  done_by uuid REFERENCES officer (id),
  done_on date,
  CONSTRAINT complaint_recovery_half CHECK ((half_by IS NULL) = (pair IS NULL)),
  CONSTRAINT complaint_recovery_two CHECK (done_by IS NULL OR (half_by IS NOT NULL AND done_by <> half_by))
);
COMMENT ON COLUMN complaint_recovery.half IS 'The secret under the inner seal alone; gone once it was opened.';
CREATE UNIQUE INDEX complaint_recovery_open ON complaint_recovery (complaint_id, asked_by) WHERE done_on IS NULL;

GRANT SELECT, INSERT, UPDATE ON complaint_recovery TO yima_app;
