-- Changes of the organisation: proposed, confirmed, dated, and never forgotten.

ALTER TABLE unit
  ADD COLUMN parent text REFERENCES unit (id),
  ADD COLUMN valid_from date NOT NULL DEFAULT '2020-01-01',
  ADD COLUMN valid_to date;
COMMENT ON COLUMN unit.valid_to IS 'The day on which it closed, set on that day; NULL while it is open.';

ALTER TABLE officer
  ADD COLUMN manager_id uuid REFERENCES officer (id),
  ADD COLUMN past_managers jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN appointed_by jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN appointed_on date;
COMMENT ON COLUMN officer.past_managers IS 'A line that was cut counts for another year: [{id, until}].';
COMMENT ON COLUMN officer.appointed_by IS 'Who proposed and who confirmed that this officer came into office.';

CREATE TABLE absence (
  id uuid PRIMARY KEY,
  officer_id uuid NOT NULL REFERENCES officer (id),
  from_on date NOT NULL,
  to_on date NOT NULL,
  deputy_id uuid REFERENCES officer (id),
  ended boolean NOT NULL DEFAULT false,
  CONSTRAINT absence_lasts CHECK (to_on >= from_on),
  CONSTRAINT absence_of_another CHECK (deputy_id IS DISTINCT FROM officer_id)
);
CREATE INDEX absence_deputy ON absence (deputy_id, to_on) WHERE NOT ended;
CREATE INDEX absence_officer ON absence (officer_id, to_on) WHERE NOT ended;

CREATE TABLE relative (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  officer_id uuid NOT NULL REFERENCES officer (id),
  id_index bytea NOT NULL,
  name_cipher bytea NOT NULL,
  kinship text NOT NULL,
  declared_by uuid NOT NULL REFERENCES officer (id),
  declared_at timestamptz NOT NULL,
  ended_at timestamptz
);
COMMENT ON TABLE relative IS 'Whose requests an officer must not handle. The ID number is kept as its keyed hash only.';
CREATE UNIQUE INDEX relative_once ON relative (officer_id, id_index) WHERE ended_at IS NULL;
CREATE INDEX relative_number ON relative (id_index) WHERE ended_at IS NULL;

CREATE TABLE organisation_change (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  change jsonb NOT NULL,
  import_id uuid,
  phone_cipher bytea,
  reason text NOT NULL,
  effective_on date NOT NULL,
  state text NOT NULL CHECK (state IN ('proposed', 'scheduled', 'effective', 'declined', 'withdrawn', 'lapsed')),
  proposed_by uuid NOT NULL REFERENCES officer (id),
  confirmed_by uuid REFERENCES officer (id),
  basis text NOT NULL,
  CONSTRAINT change_by_two CHECK (confirmed_by IS DISTINCT FROM proposed_by)
);
COMMENT ON COLUMN organisation_change.basis IS 'How whoever gains by it stood when it was proposed: what nobody saw is not confirmed.';
COMMENT ON COLUMN organisation_change.phone_cipher IS 'A new number for the duty roster; stands in no event.';
CREATE INDEX organisation_change_open ON organisation_change (county_code, effective_on)
  WHERE state IN ('proposed', 'scheduled');

CREATE TABLE organisation_event (
  county_code char(6) NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  type text NOT NULL,
  at timestamptz NOT NULL,
  actor_id uuid,
  change_id uuid NOT NULL,
  subject text NOT NULL,
  payload text NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT organisation_event_pk PRIMARY KEY (county_code, number)
);
COMMENT ON TABLE organisation_event IS 'Who changed what in the organisation and why, hash-chained per county. Holds no phone and no ID number.';
COMMENT ON COLUMN organisation_event.actor_id IS 'NULL: the clock.';
CREATE INDEX organisation_event_subject ON organisation_event (subject, number);

GRANT SELECT, INSERT, UPDATE ON absence, relative, organisation_change TO yima_app;
GRANT SELECT, INSERT ON organisation_event TO yima_app;
GRANT DELETE ON duty TO yima_app;
