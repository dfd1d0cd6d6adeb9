-- The trail. Rows are only ever added: the run-time role has no other right on these tables.

CREATE TABLE person (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  pair_index bytea NOT NULL,
  id_index bytea,
  id_cipher bytea,
  phone_index bytea,
  phone_cipher bytea,
  name_cipher bytea NOT NULL,
  phone_confirmed boolean NOT NULL DEFAULT false,
  level text NOT NULL DEFAULT 'claimed' CHECK (level IN ('claimed', 'proven')),
  key_wrapped bytea,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE person IS 'Somebody as claimed by one phone with one typed ID. Nothing is merged before it is proven.';
COMMENT ON COLUMN person.pair_index IS 'Keyed hash of (ID or chosen digits, phone or device).';
COMMENT ON COLUMN person.key_wrapped IS 'The key of everything this person wrote, wrapped by the master key; NULL once erased.';
CREATE INDEX person_pair ON person (pair_index);
CREATE INDEX person_id_number ON person (id_index);

CREATE TABLE event (
  stream uuid NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  type text NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('resident', 'officer', 'system')),
  actor_id uuid,
  county_code char(6) NOT NULL,
  payload_digest bytea NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT event_pk PRIMARY KEY (stream, number)
);
COMMENT ON TABLE event IS 'What happened, hash-chained per stream. (stream, number) is unique: two writers cannot both be next.';

CREATE TABLE event_payload (
  stream uuid NOT NULL,
  number integer NOT NULL,
  person_id uuid NOT NULL REFERENCES person (id),
  county_code char(6) NOT NULL,
  sealed bytea NOT NULL,
  CONSTRAINT event_payload_pk PRIMARY KEY (stream, number),
  CONSTRAINT event_payload_event FOREIGN KEY (stream, number) REFERENCES event (stream, number)
);
COMMENT ON TABLE event_payload IS 'What the events say, under the key of the person it is about; without that key only the digest remains.';

CREATE TABLE access_log (
  id uuid PRIMARY KEY,
  person_id uuid NOT NULL REFERENCES person (id),
  county_code char(6) NOT NULL,
  reader_kind text NOT NULL CHECK (reader_kind IN ('resident', 'officer')),
  reader_id uuid NOT NULL,
  purpose text NOT NULL,
  what text NOT NULL,
  at timestamptz NOT NULL
);
COMMENT ON TABLE access_log IS 'Who looked at whose data, for what. Written by the statement that reads.';
CREATE INDEX access_log_person ON access_log (person_id, at);
