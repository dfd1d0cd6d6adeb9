-- Who is signed in, what was sent, and what may be repeated.

CREATE TABLE session (
  token_hash bytea PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('resident', 'officer')),
  pair_index bytea,
  officer_id uuid REFERENCES officer (id),
  phone_cipher bytea,
  created_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  CONSTRAINT session_of_somebody CHECK (
    (kind = 'resident' AND pair_index IS NOT NULL AND officer_id IS NULL)
    OR (kind = 'officer' AND officer_id IS NOT NULL AND pair_index IS NULL)
  )
);
CREATE INDEX session_expiry ON session (expires_at);

CREATE TABLE phone_code (
  phone_index bytea PRIMARY KEY,
  code_hash bytea NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  expires_at timestamptz NOT NULL,
  sent_at timestamptz NOT NULL,
  sent_today integer NOT NULL DEFAULT 1
);

CREATE TABLE phone_proof (
  proof_hash bytea PRIMARY KEY,
  phone_index bytea NOT NULL,
  expires_at timestamptz NOT NULL
);

CREATE TABLE receipt_try (
  network text NOT NULL,
  hour timestamptz NOT NULL,
  wrong integer NOT NULL DEFAULT 0,
  PRIMARY KEY (network, hour)
);
COMMENT ON TABLE receipt_try IS 'Wrong tries of receipt numbers per keyed hash of a network and hour; unknown and wrong count alike.';

CREATE TABLE message (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms')),
  template text NOT NULL,
  to_cipher bytea NOT NULL,
  body_cipher bytea NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  sent_at timestamptz
);
CREATE INDEX message_recent ON message (created_at);

CREATE TABLE idempotency (
  route text NOT NULL,
  key text NOT NULL,
  device_hash bytea NOT NULL,
  body_hash bytea NOT NULL,
  status integer NOT NULL,
  answer jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT idempotency_key PRIMARY KEY (route, key)
);
COMMENT ON TABLE idempotency IS 'A key belongs to (route, device, body). The answer holds no personal data beyond what that device sent.';
