-- What somebody says against a public notice, and what came of it. Nothing of it lies under the key, or in the trail, of the
-- family that the notice is about.

CREATE TABLE objection (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  region_code char(12) NOT NULL,
  notice_id uuid NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  claim_id uuid NOT NULL REFERENCES claim (id),
  state text NOT NULL,
  effect text,
  look_on date,
  receipt_index bytea NOT NULL,
  four_index bytea NOT NULL,
  key_wrapped bytea,
  sealed bytea NOT NULL,
  standing bytea NOT NULL,
  last_event integer NOT NULL,
  filed_at timestamptz NOT NULL,
  CONSTRAINT objection_state CHECK (state IN ('filed', 'admitted', 'not-admitted', 'answered')),
  CONSTRAINT objection_effect CHECK (effect IN ('pauses', 'joins', 'beside')),
  CONSTRAINT objection_receipt UNIQUE (receipt_index)
);
COMMENT ON TABLE objection IS 'One objection to one notice, under a key of its own that stands under the master key.';
COMMENT ON COLUMN objection.receipt_index IS 'Keyed hash of the receipt number, which follows from the write and lies nowhere.';
COMMENT ON COLUMN objection.four_index IS 'Keyed hash of the receipt number with the four digits that the person chose.';
COMMENT ON COLUMN objection.key_wrapped IS 'Null once the request that it is about was erased.';
COMMENT ON COLUMN objection.sealed IS 'Words, pictures, name and phone of whoever objected.';
COMMENT ON COLUMN objection.standing IS 'How it stands, with what was answered.';
COMMENT ON COLUMN objection.look_on IS 'The next day on which time alone brings something about.';
CREATE INDEX objection_open ON objection (county_code, region_code) WHERE state IN ('filed', 'admitted');
CREATE INDEX objection_claim ON objection (claim_id);
CREATE INDEX objection_application ON objection (application_id);
CREATE INDEX objection_look ON objection (look_on) WHERE look_on IS NOT NULL;

CREATE TABLE objection_event (
  objection_id uuid NOT NULL REFERENCES objection (id),
  number integer NOT NULL,
  county_code char(6) NOT NULL,
  type text NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  sealed bytea NOT NULL,
  PRIMARY KEY (objection_id, number),
  CONSTRAINT objection_event_actor CHECK (actor_kind IN ('objector', 'officer', 'system'))
);
COMMENT ON TABLE objection_event IS 'What happened to an objection, who looked at it and who acted. Rows are only ever added.';

ALTER TABLE file ADD COLUMN objection_id uuid REFERENCES objection (id);
COMMENT ON COLUMN file.objection_id IS 'The objection that it was sent with: no picture of the family’s request.';
CREATE INDEX file_objection ON file (objection_id) WHERE objection_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON objection TO yima_app;
GRANT SELECT, INSERT ON objection_event TO yima_app;
