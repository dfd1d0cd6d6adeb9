-- Ways in for staff, the sessions they open, and what keeps guessing slow.

ALTER TABLE session
  ADD COLUMN locked_at timestamptz,
  ADD COLUMN revoked_at timestamptz;
COMMENT ON COLUMN session.locked_at IS 'A staff session left alone: nothing is answered until its officer signs in again.';
COMMENT ON COLUMN session.revoked_at IS 'Ended from another device. The row stays until it expires, so that the device hears of it and clears itself.';

CREATE TABLE passkey (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  officer_id uuid NOT NULL REFERENCES officer (id),
  credential text NOT NULL CONSTRAINT passkey_credential UNIQUE,
  public_key text NOT NULL,
  counter bigint NOT NULL CHECK (counter >= 0),
  transports text[] NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at timestamptz
);
COMMENT ON TABLE passkey IS 'Public keys (COSE, base64url) of the devices with which an officer signs in; the secret never leaves them.';
COMMENT ON COLUMN passkey.counter IS 'Signatures so far, as the device counts them; 0 for devices that do not count. It only grows.';
CREATE INDEX passkey_officer ON passkey (officer_id);

CREATE TABLE officer_login (
  issuer text NOT NULL,
  subject_index bytea NOT NULL,
  county_code char(6) NOT NULL,
  officer_id uuid NOT NULL REFERENCES officer (id),
  linked_at timestamptz NOT NULL,
  CONSTRAINT officer_login_key PRIMARY KEY (issuer, subject_index)
);
COMMENT ON TABLE officer_login IS 'Which subject of the identity service of staff is which officer, as a keyed hash.';
CREATE INDEX officer_login_officer ON officer_login (officer_id);

CREATE TABLE invitation (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT invitation_token UNIQUE,
  officer_id uuid REFERENCES officer (id),
  made_by uuid REFERENCES officer (id),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  ended_at timestamptz
);
COMMENT ON TABLE invitation IS 'One-time links by which an officer gets a way in; rows stay, so that it is known who gave it to whom.';
COMMENT ON COLUMN invitation.officer_id IS 'NULL until it is used: for the first administrator of an empty server.';
COMMENT ON COLUMN invitation.ended_at IS 'A newer link took its place.';

CREATE TABLE spent_challenge (
  challenge_hash bytea PRIMARY KEY,
  expires_at timestamptz NOT NULL
);
COMMENT ON TABLE spent_challenge IS 'Challenges and states that were good once; kept until they would be too old anyway.';
CREATE INDEX spent_challenge_expiry ON spent_challenge (expires_at);

CREATE TABLE sign_in_try (
  who bytea NOT NULL,
  since timestamptz NOT NULL,
  times integer NOT NULL,
  until timestamptz NOT NULL,
  CONSTRAINT sign_in_try_key PRIMARY KEY (who, since)
);
COMMENT ON TABLE sign_in_try IS 'How often a network asked for codes or a typed ID number was signed in with, by keyed hash and span of time.';
CREATE INDEX sign_in_try_until ON sign_in_try (until);

GRANT SELECT, INSERT, UPDATE, DELETE ON passkey, officer_login, spent_challenge, sign_in_try TO yima_app;
GRANT SELECT, INSERT, UPDATE ON invitation TO yima_app;
