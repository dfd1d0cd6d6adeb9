-- Places, offices, the people in them, and who is on duty.

CREATE TABLE region (
  code char(12) PRIMARY KEY,
  name text NOT NULL,
  level text NOT NULL CHECK (level IN ('province', 'city', 'county', 'town', 'village')),
  parent char(12) REFERENCES region (code),
  valid_from date NOT NULL,
  valid_to date
);
COMMENT ON TABLE region IS 'Statistical codes (12 digits). Codes change yearly: kept with their validity.';
CREATE INDEX region_parent ON region (parent);

CREATE TABLE unit (
  id text PRIMARY KEY,
  region_code char(12) NOT NULL REFERENCES region (code),
  name text NOT NULL,
  short_name text NOT NULL,
  kind text NOT NULL,
  phone text
);
COMMENT ON COLUMN unit.phone IS 'The public number of the office, never a private one.';
CREATE INDEX unit_region ON unit (region_code);

CREATE TABLE officer (
  id uuid PRIMARY KEY,
  unit_id text NOT NULL REFERENCES unit (id),
  region_code char(12) NOT NULL REFERENCES region (code),
  name text NOT NULL,
  post text NOT NULL,
  role text NOT NULL,
  phone_cipher bytea,
  active boolean NOT NULL DEFAULT true
);
CREATE INDEX officer_unit ON officer (unit_id) WHERE active;

CREATE TABLE duty (
  unit_id text NOT NULL REFERENCES unit (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  from_at timestamptz NOT NULL,
  to_at timestamptz NOT NULL,
  CONSTRAINT duty_lasts CHECK (to_at > from_at),
  PRIMARY KEY (unit_id, officer_id, from_at)
);

CREATE TABLE demo_clock (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  days_ahead integer NOT NULL DEFAULT 0 CHECK (days_ahead >= 0),
  first_start timestamptz NOT NULL,
  people_loaded boolean NOT NULL DEFAULT false
);
COMMENT ON TABLE demo_clock IS 'Days by which the demonstration clock is ahead; no row outside a demonstration.';
