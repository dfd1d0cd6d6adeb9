-- What supervisors do with a complaint. Words lie sealed among its messages; here stands which act it was, by whom, on which day.

ALTER TABLE complaint
  ADD COLUMN status text,
  ADD COLUMN extended boolean NOT NULL DEFAULT false,
  ADD COLUMN decided_by uuid REFERENCES officer (id),
  ADD COLUMN decided_on date,
  ADD COLUMN joined_with uuid REFERENCES complaint (id),
  ADD COLUMN came_up boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN complaint.decided_by IS 'Who decided last: looked at anew, somebody else decides.';
COMMENT ON COLUMN complaint.came_up IS 'An office below was over its days, or had nobody left.';

CREATE TABLE complaint_event (
  complaint_id uuid NOT NULL REFERENCES complaint (id),
  number integer NOT NULL,
  county_code char(6) NOT NULL,
  type text NOT NULL,
  day date NOT NULL,
  actor_id uuid REFERENCES officer (id),
  detail text NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (complaint_id, number)
);
COMMENT ON TABLE complaint_event IS 'What happened to a complaint at the desk, and who opened it; hash-chained. Rows are only ever added.';

CREATE TABLE complaint_ask (
  id uuid PRIMARY KEY,
  complaint_id uuid NOT NULL REFERENCES complaint (id),
  county_code char(6) NOT NULL,
  what text NOT NULL,
  category text,
  asked_by uuid NOT NULL REFERENCES officer (id),
  asked_on date NOT NULL,
  state text NOT NULL,
  answered_by uuid REFERENCES officer (id),
  answered_on date,
  CONSTRAINT complaint_ask_what CHECK (what IN ('identity', 'deletion', 'category')),
  CONSTRAINT complaint_ask_state CHECK (state IN ('waiting', 'granted', 'refused')),
  CONSTRAINT complaint_ask_second CHECK (answered_by IS NULL OR answered_by <> asked_by)
);
COMMENT ON TABLE complaint_ask IS 'What takes a second person: the name behind it, deleting it, another category. Why stands sealed among the notes.';
CREATE INDEX complaint_ask_of ON complaint_ask (complaint_id);

GRANT SELECT, INSERT ON complaint_event TO yima_app;
GRANT SELECT, INSERT, UPDATE ON complaint_ask TO yima_app;
