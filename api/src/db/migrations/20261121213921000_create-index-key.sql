-- The key of look-ups stays when master keys are rotated, so it lies here, wrapped by the master key.

CREATE TABLE index_key (
  only_one boolean PRIMARY KEY DEFAULT true CONSTRAINT index_key_only_one CHECK (only_one),
  wrapped bytea NOT NULL
);
COMMENT ON TABLE index_key IS 'The key of all look-up hashes, wrapped by the master key: worth nothing without it.';
GRANT SELECT, INSERT, UPDATE ON index_key TO yima_app;
