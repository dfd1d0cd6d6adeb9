-- Spot checks: lists laid down before anybody can know what is drawn of them, what was drawn, and what was found.

CREATE TABLE check_list (
  county_code char(6) NOT NULL,
  quarter char(7) NOT NULL,
  tags text[] NOT NULL,
  size integer NOT NULL CHECK (size >= 0),
  digest char(64) NOT NULL,
  committed_at timestamptz NOT NULL,
  CONSTRAINT check_list_pk PRIMARY KEY (county_code, quarter)
);
COMMENT ON COLUMN check_list.tags IS 'One for each claim on the list: keyed hashes, of another key in every quarter.';
COMMENT ON COLUMN check_list.digest IS 'Stands in the chain of the county as well, so that no tag changes unseen.';

CREATE TABLE check_draw (
  county_code char(6) NOT NULL,
  quarter char(7) NOT NULL,
  root_number integer NOT NULL,
  seed char(64) NOT NULL,
  drawn text[] NOT NULL,
  drawn_at timestamptz NOT NULL,
  CONSTRAINT check_draw_pk PRIMARY KEY (county_code, quarter)
);
COMMENT ON COLUMN check_draw.root_number IS 'The first signed day of the trail that began after the list was laid down.';

CREATE TABLE spot_check (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  quarter char(7) NOT NULL,
  drawn boolean NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  claim_id uuid NOT NULL REFERENCES claim (id),
  outcome text NOT NULL,
  officer_id uuid REFERENCES officer (id),
  drawn_on date NOT NULL,
  due_on date NOT NULL,
  state text NOT NULL DEFAULT 'open',
  finding text,
  done_on date,
  sealed bytea,
  CONSTRAINT spot_check_once UNIQUE (county_code, quarter, claim_id),
  CONSTRAINT spot_check_outcome_known CHECK (outcome IN ('confirmed', 'refused')),
  CONSTRAINT spot_check_state_known CHECK (state IN ('open', 'done')),
  CONSTRAINT spot_check_done_whole CHECK ((state = 'done') = (finding IS NOT NULL AND done_on IS NOT NULL AND sealed IS NOT NULL))
);
COMMENT ON COLUMN spot_check.id IS 'Random, so that no order in which rows were made says anything.';
COMMENT ON COLUMN spot_check.drawn IS 'By the published draw; the others stand on the supervisors'' own list, for whatever reason: none is kept.';
COMMENT ON COLUMN spot_check.officer_id IS 'NULL where nobody is left who had nothing to do with it.';
COMMENT ON COLUMN spot_check.sealed IS 'What was seen, said and is to be done, under the person''s key.';
CREATE INDEX spot_check_officer ON spot_check (officer_id, state);
CREATE INDEX spot_check_application ON spot_check (application_id);

CREATE TABLE revisit_wish (
  wish_index bytea PRIMARY KEY,
  county_code char(6) NOT NULL,
  quarter char(7) NOT NULL,
  sealed bytea NOT NULL
);
COMMENT ON TABLE revisit_wish IS 'Claims that are to stand on the next list of supervisors; gone as soon as they do. No moment, no name, no reason.';
COMMENT ON COLUMN revisit_wish.wish_index IS 'Keyed hash of claim and complaint: asked for twice it is one.';

GRANT SELECT, INSERT ON check_list, check_draw, spot_check, revisit_wish TO yima_app;
GRANT UPDATE (officer_id, state, finding, done_on, sealed) ON spot_check TO yima_app;
GRANT DELETE ON revisit_wish TO yima_app;
