-- Somebody as the offices know them. An application keeps the person of its occasion; an identity is what
-- one natural person stands for at every window: its code, family, messages and consents hang on it.

CREATE TABLE identity (
  id uuid PRIMARY KEY REFERENCES person (id),
  county_code char(6) NOT NULL,
  level text NOT NULL CHECK (level IN ('claimed', 'proven')),
  number_kind text NOT NULL CHECK (number_kind IN ('id-number', 'foreign', 'none')),
  number_index bytea,
  proven_how text CHECK (proven_how IN ('oidc', 'window', 'visit', 'card')),
  proven_by uuid REFERENCES officer (id),
  proven_at timestamptz,
  joined_to uuid REFERENCES identity (id),
  joined_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT identity_number CHECK ((number_kind = 'none') = (number_index IS NULL)),
  CONSTRAINT identity_proof CHECK ((level = 'proven') = (proven_how IS NOT NULL AND proven_at IS NOT NULL)),
  CONSTRAINT identity_not_itself CHECK (joined_to IS DISTINCT FROM id)
);
COMMENT ON TABLE identity IS 'One natural person. Its id is that of a person row of no application, which holds name, number, phone and key.';
COMMENT ON COLUMN identity.number_index IS 'Keyed hash of the number as typed or proven: for an ID number the same as person.id_index.';
COMMENT ON COLUMN identity.joined_to IS 'The identity this one turned out to be, once that was proven; nothing is joined before.';
CREATE UNIQUE INDEX identity_proven_number ON identity (number_index)
  WHERE level = 'proven' AND joined_to IS NULL AND closed_at IS NULL;
CREATE INDEX identity_number_index ON identity (number_index);

CREATE TABLE identity_pair (
  pair_index bytea PRIMARY KEY,
  identity_id uuid NOT NULL REFERENCES identity (id),
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE identity_pair IS 'Phones with a typed ID that stand for an identity: the one that claimed it, and each that was proven since.';
CREATE INDEX identity_pair_identity ON identity_pair (identity_id);

-- An identity stands on a person row and person rows on an identity: checked at the end, so that a restore can load both.
ALTER TABLE person ADD COLUMN identity_id uuid
  CONSTRAINT person_identity_known REFERENCES identity (id) DEFERRABLE INITIALLY IMMEDIATE;
COMMENT ON COLUMN person.identity_id IS 'Whose occasion it was, once that is proven; NULL for what is only claimed.';
CREATE INDEX person_identity ON person (identity_id) WHERE identity_id IS NOT NULL;

ALTER TABLE session
  ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT session_id UNIQUE,
  ADD COLUMN identity_id uuid REFERENCES identity (id),
  ADD COLUMN label text,
  DROP CONSTRAINT session_of_somebody,
  ADD CONSTRAINT session_of_somebody CHECK (
    (kind = 'resident' AND (pair_index IS NOT NULL OR identity_id IS NOT NULL) AND officer_id IS NULL)
    OR (kind = 'officer' AND officer_id IS NOT NULL AND pair_index IS NULL AND identity_id IS NULL)
  );
COMMENT ON COLUMN session.id IS 'How a session is named in the list of devices; opens nothing.';
COMMENT ON COLUMN session.label IS 'Browser and system in two words, so that people recognise their device.';
CREATE INDEX session_pair ON session (pair_index) WHERE pair_index IS NOT NULL;
CREATE INDEX session_identity ON session (identity_id) WHERE identity_id IS NOT NULL;
CREATE INDEX session_officer ON session (officer_id) WHERE officer_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON identity, identity_pair TO yima_app;
