-- One table for every code that is one secret, one for phones that sign their own, one for printed cards.

CREATE TABLE code (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  kind text NOT NULL CHECK (kind IN ('mine', 'member', 'invitation', 'entitlement')),
  token_hash bytea NOT NULL CONSTRAINT code_token UNIQUE,
  number_index bytea CONSTRAINT code_number UNIQUE,
  identity_id uuid NOT NULL REFERENCES identity (id),
  session_id uuid,
  purpose text,
  issued_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  number_until timestamptz,
  used_at timestamptz,
  used_kind text CHECK (used_kind IN ('resident', 'officer')),
  used_by uuid,
  ended_at timestamptz,
  CONSTRAINT code_use CHECK ((used_at IS NULL) = (used_by IS NULL) AND (used_by IS NULL) = (used_kind IS NULL)),
  CONSTRAINT code_number_ends CHECK ((number_index IS NULL) = (number_until IS NULL))
);
COMMENT ON TABLE code IS 'Secrets that stand for somebody once. Only their hashes are kept.';
COMMENT ON COLUMN code.number_index IS 'Keyed hash of the number read aloud: ten digits could be tried out without the key.';
COMMENT ON COLUMN code.session_id IS 'The device it was made for. No reference: who signs out takes every code along.';
COMMENT ON COLUMN code.purpose IS 'Of an invitation: what it is for; of an entitlement: which one.';
COMMENT ON COLUMN code.ended_at IS 'Taken back, or a later one of the same device was used.';
CREATE INDEX code_session ON code (session_id, issued_at) WHERE session_id IS NOT NULL;
CREATE INDEX code_identity ON code (identity_id);
CREATE INDEX code_expiry ON code (expires_at);

CREATE TABLE code_device (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  identity_id uuid NOT NULL REFERENCES identity (id),
  session_id uuid NOT NULL,
  public_key text NOT NULL,
  label text,
  created_at timestamptz NOT NULL,
  revoked_at timestamptz
);
COMMENT ON TABLE code_device IS 'Public keys (P-256, uncompressed, base64url) of phones that show a code without a network.';
CREATE INDEX code_device_identity ON code_device (identity_id);
CREATE INDEX code_device_session ON code_device (session_id);

CREATE TABLE code_nonce (
  device_id uuid NOT NULL REFERENCES code_device (id),
  nonce text NOT NULL,
  used_at timestamptz NOT NULL,
  CONSTRAINT code_nonce_key PRIMARY KEY (device_id, nonce)
);
COMMENT ON TABLE code_nonce IS 'What phones signed and somebody has seen: kept until it is too old anyway.';
CREATE INDEX code_nonce_use ON code_nonce (used_at);

CREATE TABLE code_card (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  identity_id uuid NOT NULL REFERENCES identity (id),
  token_hash bytea NOT NULL CONSTRAINT code_card_token UNIQUE,
  number_index bytea NOT NULL CONSTRAINT code_card_number UNIQUE,
  last_four char(4) NOT NULL,
  pin text,
  tries integer NOT NULL DEFAULT 0 CHECK (tries >= 0),
  issued_by uuid NOT NULL REFERENCES officer (id),
  issued_at timestamptz NOT NULL,
  revoked_kind text CHECK (revoked_kind IN ('resident', 'officer')),
  revoked_by uuid,
  revoked_at timestamptz,
  CONSTRAINT code_card_end CHECK ((revoked_at IS NULL) = (revoked_by IS NULL) AND (revoked_by IS NULL) = (revoked_kind IS NULL))
);
COMMENT ON TABLE code_card IS 'Printed cards of people without a phone. A card says nothing of its owner.';
COMMENT ON COLUMN code_card.last_four IS 'The end of its number, by which an owner tells one card from the next; opens nothing.';
COMMENT ON COLUMN code_card.pin IS 'scrypt with a salt of its own over a keyed hash; NULL: face to face only.';
COMMENT ON COLUMN code_card.tries IS 'Wrong PINs in a row; at five a window has to see the owner.';
CREATE UNIQUE INDEX code_card_alive ON code_card (identity_id) WHERE revoked_at IS NULL;

CREATE TABLE code_try (
  who text NOT NULL,
  hour timestamptz NOT NULL,
  wrong integer NOT NULL,
  CONSTRAINT code_try_key PRIMARY KEY (who, hour)
);
COMMENT ON TABLE code_try IS 'Codes that nobody holds, by officer and by network, as keyed hashes.';

CREATE TABLE entitlement (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  number_index bytea NOT NULL,
  status text NOT NULL,
  until_on date,
  source text NOT NULL CHECK (source IN ('demo', 'decision')),
  ended_at timestamptz,
  CONSTRAINT entitlement_once UNIQUE (number_index, status)
);
COMMENT ON TABLE entitlement IS 'Statuses by ID number: shown to its owner only once a document has proven who that is.';

GRANT SELECT, INSERT, UPDATE, DELETE ON code, code_device, code_nonce, code_try TO yima_app;
GRANT SELECT, INSERT, UPDATE ON code_card, entitlement TO yima_app;
