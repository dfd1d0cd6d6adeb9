-- Keys of supervising offices, made on the devices of those who work there. Only public halves lie here, and secrets that are
-- sealed for one reader: nothing of this installation opens them.

CREATE TABLE office_key (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  unit_id text NOT NULL REFERENCES unit (id),
  public_key text NOT NULL,
  made_by uuid NOT NULL REFERENCES officer (id),
  made_on date NOT NULL,
  ended_on date,
  end_reason text
);
COMMENT ON TABLE office_key IS 'The key by which an office signs who of it reads; its fingerprint hangs on the poster.';
COMMENT ON COLUMN office_key.public_key IS 'An uncompressed point of P-256, base64url.';
CREATE UNIQUE INDEX office_key_live ON office_key (unit_id) WHERE ended_on IS NULL;

CREATE TABLE reader_key (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  office_key_id uuid NOT NULL REFERENCES office_key (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  recipient text NOT NULL,
  signature text,
  signed_by uuid REFERENCES officer (id),
  file text,
  made_on date NOT NULL,
  ended_on date,
  end_reason text,
  CONSTRAINT reader_key_signed CHECK ((signature IS NULL) = (signed_by IS NULL) AND (signature IS NULL) = (file IS NULL))
);
COMMENT ON TABLE reader_key IS 'The public key of one supervisor; good once a colleague has signed it with the key of the office.';
COMMENT ON COLUMN reader_key.recipient IS 'X25519, as age writes it.';
COMMENT ON COLUMN reader_key.file IS 'The secret of the office’s key, sealed for this reader (age, base64url).';
CREATE UNIQUE INDEX reader_key_live ON reader_key (officer_id) WHERE ended_on IS NULL;
CREATE INDEX reader_key_office ON reader_key (office_key_id) WHERE ended_on IS NULL;

GRANT SELECT, INSERT, UPDATE ON office_key, reader_key TO yima_app;
