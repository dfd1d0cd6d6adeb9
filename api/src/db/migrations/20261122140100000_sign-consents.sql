-- What each adult of a household says to being asked about: one row a word, asked for anew under an id of its own.

CREATE TABLE authorisation (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  number integer NOT NULL,
  state text NOT NULL CHECK (state IN ('asked', 'signed', 'refused', 'withdrawn', 'expired', 'struck')),
  until_on date,
  sealed bytea NOT NULL,
  number_index bytea,
  token_hash bytea CONSTRAINT authorisation_token UNIQUE,
  spoken_index bytea CONSTRAINT authorisation_spoken UNIQUE,
  link_ends timestamptz,
  told_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT authorisation_order UNIQUE (application_id, number)
);
COMMENT ON TABLE authorisation IS 'Who may be asked about, by which departments and until when; what was signed lies sealed, and in the trail of the application.';
COMMENT ON COLUMN authorisation.sealed IS 'Whom it is about, the terms and the signature, under the applicant''s key.';
COMMENT ON COLUMN authorisation.number_index IS 'Keyed hash of the ID number it is about: whoever is proven to have that number finds it.';
COMMENT ON COLUMN authorisation.token_hash IS 'Of the newest link; an older one is dead with it.';
COMMENT ON COLUMN authorisation.told_at IS 'When it was looked up whom to tell: later, by a job, so that no answer takes longer where somebody is known.';
CREATE INDEX authorisation_number ON authorisation (number_index) WHERE number_index IS NOT NULL;
CREATE INDEX authorisation_period ON authorisation (until_on) WHERE state = 'signed' AND until_on IS NOT NULL;
CREATE INDEX authorisation_untold ON authorisation (created_at) WHERE number_index IS NOT NULL AND told_at IS NULL AND state = 'asked';

GRANT SELECT, INSERT, UPDATE ON authorisation TO yima_app;
