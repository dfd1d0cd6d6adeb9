-- A proven name is written otherwise by two officers only: who saw the paper proposes, another one confirms.

CREATE TABLE name_correction (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  identity_id uuid NOT NULL REFERENCES identity (id),
  region_code char(12) NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'confirmed', 'refused')),
  sealed bytea NOT NULL,
  proposed_by uuid NOT NULL REFERENCES officer (id),
  proposed_at timestamptz NOT NULL,
  decided_by uuid REFERENCES officer (id),
  decided_at timestamptz,
  CONSTRAINT name_correction_decided CHECK ((state = 'waiting') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CONSTRAINT name_correction_by_two CHECK (state <> 'confirmed' OR decided_by <> proposed_by)
);
COMMENT ON COLUMN name_correction.region_code IS 'Where the person applied last, else the window: whose desk it lies on.';
COMMENT ON COLUMN name_correction.sealed IS 'Both names and the paper that was seen, under the person''s key.';
CREATE UNIQUE INDEX name_correction_once ON name_correction (identity_id) WHERE state = 'waiting';
CREATE INDEX name_correction_waiting ON name_correction (county_code, proposed_at) WHERE state = 'waiting';

GRANT SELECT, INSERT, UPDATE ON name_correction TO yima_app;
