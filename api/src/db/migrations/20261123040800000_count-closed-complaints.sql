-- Of a complaint that is closed its receipt finds for a quarter that it is closed; then nothing is left but a count.

CREATE TABLE complaint_tombstone (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  quarter char(7) NOT NULL,
  kind text NOT NULL,
  finding text
);
COMMENT ON TABLE complaint_tombstone IS 'That there was a complaint, of what kind, with which result: no id of it, no day, nobody.';
CREATE INDEX complaint_tombstone_quarter ON complaint_tombstone (county_code, quarter);
GRANT SELECT, INSERT ON complaint_tombstone TO yima_app;

ALTER TABLE complaint
  ADD COLUMN ended text,
  ADD COLUMN forget_on date,
  ADD CONSTRAINT complaint_ended CHECK (ended IN ('time', 'two'));
COMMENT ON COLUMN complaint.forget_on IS 'From this day on nothing of the row is needed any more.';

-- Asked or granted at an office that has it no longer.
ALTER TABLE complaint_ask
  DROP CONSTRAINT complaint_ask_state,
  ADD CONSTRAINT complaint_ask_state CHECK (state IN ('waiting', 'granted', 'refused', 'ended'));

-- The chain of a complaint goes with it, and in no other way: the role of the program may only add to it.
CREATE FUNCTION forget_complaint_events(of_complaint uuid) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public
  AS $$ DELETE FROM complaint_event WHERE complaint_id = of_complaint $$;
REVOKE ALL ON FUNCTION forget_complaint_events(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_complaint_events(uuid) TO yima_app;
