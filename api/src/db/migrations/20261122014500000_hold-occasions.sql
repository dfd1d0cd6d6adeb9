-- Somebody stands at a window or door: what they came for, and what of theirs is shown for as long as it lasts.

CREATE TABLE occasion (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  identity_id uuid NOT NULL REFERENCES identity (id),
  officer_id uuid NOT NULL REFERENCES officer (id),
  unit_id text NOT NULL REFERENCES unit (id),
  session_id uuid,
  way text NOT NULL CHECK (way IN ('code', 'number', 'device', 'card')),
  reach text NOT NULL CHECK (reach IN ('ask', 'minimum')),
  purpose text NOT NULL,
  sealed bytea NOT NULL,
  asked text[] NOT NULL DEFAULT '{}',
  given text[] NOT NULL DEFAULT '{}',
  opened_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  closed_at timestamptz,
  last_event integer NOT NULL,
  CONSTRAINT occasion_given_was_asked CHECK (given <@ asked)
);
COMMENT ON TABLE occasion IS 'One visit to a window: who asked to see what of whom, and what was given. The trail under its id says how.';
COMMENT ON COLUMN occasion.sealed IS 'What they came for in words, under the person''s key.';
COMMENT ON COLUMN occasion.session_id IS 'The phone that showed the code and may be asked for more; NULL for a card.';
CREATE INDEX occasion_person ON occasion (identity_id, ends_at) WHERE closed_at IS NULL;
CREATE INDEX occasion_officer ON occasion (officer_id, ends_at) WHERE closed_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON occasion TO yima_app;
