-- Who lives with whom, who stands in whose place, and who may help whom. What was said lies sealed in the
-- trail, stream by stream; these rows are how it stands.

CREATE TABLE household (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  head_id uuid NOT NULL REFERENCES identity (id),
  last_event integer NOT NULL,
  created_at timestamptz NOT NULL,
  ended_on date
);

CREATE TABLE household_member (
  household_id uuid NOT NULL REFERENCES household (id),
  number integer NOT NULL,
  identity_id uuid NOT NULL REFERENCES identity (id),
  county_code char(6) NOT NULL,
  relation text NOT NULL,
  joined_on date NOT NULL,
  left_on date,
  CONSTRAINT household_member_key PRIMARY KEY (household_id, number),
  CONSTRAINT household_member_days CHECK (left_on >= joined_on)
);
COMMENT ON TABLE household_member IS 'Stays: who comes back has a second one.';
CREATE UNIQUE INDEX household_member_once ON household_member (identity_id) WHERE left_on IS NULL;
CREATE INDEX household_member_identity ON household_member (identity_id);

CREATE TABLE guardianship (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  guardian_id uuid NOT NULL REFERENCES identity (id),
  ward_id uuid NOT NULL REFERENCES identity (id),
  region_code char(12) NOT NULL,
  state text NOT NULL CHECK (state IN ('claimed', 'confirmed', 'ended')),
  sealed bytea NOT NULL,
  last_event integer NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT guardianship_of_another CHECK (guardian_id <> ward_id)
);
COMMENT ON COLUMN guardianship.region_code IS 'Where the guardian applied last, else the county: whose desk it lies on.';
COMMENT ON COLUMN guardianship.sealed IS 'How it stands, under the ward''s key: a birthday ends it, and birthdays are personal.';
CREATE UNIQUE INDEX guardianship_once ON guardianship (guardian_id, ward_id) WHERE state <> 'ended';
CREATE INDEX guardianship_ward ON guardianship (ward_id);
CREATE INDEX guardianship_claimed ON guardianship (county_code, created_at) WHERE state = 'claimed';

CREATE TABLE mandate (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  giver_id uuid NOT NULL REFERENCES identity (id),
  helper_id uuid REFERENCES identity (id),
  scopes text[] NOT NULL,
  from_on date NOT NULL,
  until_on date NOT NULL,
  how text NOT NULL CHECK (how IN ('phone', 'window')),
  given_before uuid REFERENCES officer (id),
  ended_on date,
  ended_by text CHECK (ended_by IN ('giver', 'helper', 'time')),
  last_event integer NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT mandate_to_another CHECK (giver_id <> helper_id),
  CONSTRAINT mandate_within_a_year CHECK (until_on >= from_on AND until_on <= from_on + interval '1 year'),
  CONSTRAINT mandate_end CHECK ((ended_on IS NULL) = (ended_by IS NULL)),
  CONSTRAINT mandate_window CHECK ((how = 'window') = (given_before IS NOT NULL))
);
COMMENT ON COLUMN mandate.given_before IS 'The officer before whom it was given face to face.';
CREATE INDEX mandate_giver ON mandate (giver_id);
CREATE INDEX mandate_helper ON mandate (helper_id) WHERE helper_id IS NOT NULL;
CREATE INDEX mandate_due ON mandate (until_on) WHERE ended_on IS NULL;

CREATE TABLE family_invitation (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  kind text NOT NULL CHECK (kind IN ('member', 'helper')),
  inviter_id uuid NOT NULL REFERENCES identity (id),
  household_id uuid REFERENCES household (id),
  mandate_id uuid REFERENCES mandate (id),
  sealed bytea NOT NULL,
  token_hash bytea CONSTRAINT family_invitation_token UNIQUE,
  number_index bytea,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  told_at timestamptz,
  used_at timestamptz,
  ended_at timestamptz,
  CONSTRAINT family_invitation_way CHECK ((token_hash IS NULL) <> (number_index IS NULL)),
  CONSTRAINT family_invitation_of CHECK ((kind = 'member') = (household_id IS NOT NULL) AND (kind = 'helper') = (mandate_id IS NOT NULL))
);
COMMENT ON TABLE family_invitation IS 'By a link, or waiting for whoever is proven to have a number: nobody who invites learns whether anybody does.';
COMMENT ON COLUMN family_invitation.sealed IS 'Whom the inviter called and as what, under the inviter''s key.';
COMMENT ON COLUMN family_invitation.told_at IS 'When it was looked up whom to tell: later, by a job, so that no answer takes longer where somebody is known.';
CREATE INDEX family_invitation_untold ON family_invitation (created_at) WHERE number_index IS NOT NULL AND told_at IS NULL;
CREATE INDEX family_invitation_inviter ON family_invitation (inviter_id);
CREATE INDEX family_invitation_number ON family_invitation (number_index) WHERE number_index IS NOT NULL;

CREATE TABLE identity_trait (
  identity_id uuid NOT NULL REFERENCES identity (id),
  kind text NOT NULL CHECK (kind IN ('name-birth', 'name-birth-village')),
  county_code char(6) NOT NULL,
  trait_index bytea NOT NULL,
  CONSTRAINT identity_trait_key PRIMARY KEY (identity_id, kind)
);
COMMENT ON TABLE identity_trait IS 'Keyed hashes by which one person in two records is found without opening any.';
CREATE INDEX identity_trait_index ON identity_trait (kind, trait_index);

CREATE TABLE duplicate (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  one_id uuid NOT NULL REFERENCES identity (id),
  other_id uuid NOT NULL REFERENCES identity (id),
  state text NOT NULL CHECK (state IN ('open', 'same', 'different')),
  last_event integer NOT NULL,
  decided_by uuid REFERENCES officer (id),
  decided_at timestamptz,
  CONSTRAINT duplicate_once UNIQUE (one_id, other_id),
  CONSTRAINT duplicate_order CHECK (one_id < other_id)
);
COMMENT ON TABLE duplicate IS 'Two records that an officer has looked at; what was moved and why lies sealed in its trail.';

GRANT SELECT, INSERT, UPDATE ON household, household_member, guardianship, mandate, family_invitation, duplicate TO yima_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_trait TO yima_app;
