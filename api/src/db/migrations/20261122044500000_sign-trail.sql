-- The end of every day of the trail, signed and published: what is under it cannot be changed unnoticed.

CREATE TABLE trail_root (
  county_code char(6) NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  from_at timestamptz NOT NULL,
  until_at timestamptz NOT NULL,
  size integer NOT NULL CHECK (size >= 0),
  root bytea NOT NULL,
  looks integer NOT NULL CHECK (looks >= 0),
  looks_hash bytea NOT NULL,
  organisation_number integer NOT NULL,
  organisation_hash bytea NOT NULL,
  previous bytea NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL,
  CONSTRAINT trail_root_pk PRIMARY KEY (county_code, number),
  CONSTRAINT trail_root_forward CHECK (from_at < until_at)
);
COMMENT ON TABLE trail_root IS 'One signed day: the Merkle root (RFC 9162) over all events from from_at until before until_at.';
GRANT SELECT, INSERT ON trail_root TO yima_app;

CREATE INDEX event_at ON event USING brin (at);
CREATE INDEX access_log_at ON access_log USING brin (at);

-- A clock set back would write into a day that is signed already: it is refused, not noticed afterwards.
-- A restore by the owner lays down what happened before.
CREATE FUNCTION refuse_signed_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM fresh f
    WHERE f.at < (SELECT r.until_at FROM trail_root r WHERE r.county_code = f.county_code ORDER BY r.number DESC LIMIT 1)
  ) THEN
    RAISE EXCEPTION 'This day is signed: the clock stands before its end' USING ERRCODE = '23514', CONSTRAINT = 'event_after_signed_day';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER event_after_signed_day AFTER INSERT ON event
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
  WHEN (current_user <> 'yima_owner') EXECUTE FUNCTION refuse_signed_day();
CREATE TRIGGER access_after_signed_day AFTER INSERT ON access_log
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT
  WHEN (current_user <> 'yima_owner') EXECUTE FUNCTION refuse_signed_day();
