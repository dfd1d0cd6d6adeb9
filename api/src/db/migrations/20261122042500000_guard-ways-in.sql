-- What lets somebody in, and what keeps somebody out, is the doing of two people; who was joined twice is one person.

ALTER TABLE organisation_change ADD COLUMN relative_cipher bytea;
COMMENT ON COLUMN organisation_change.phone_cipher IS 'A new duty number, to which the first sign-in goes; its last four digits stand in the event.';
COMMENT ON COLUMN organisation_change.relative_cipher IS 'Name and keyed number of a relative whom an administrator declared; stands in no event.';
COMMENT ON COLUMN organisation_event.change_id IS 'The change; of a sign-in link the invitation, of a relative whom the officer declared that row.';

CREATE INDEX identity_joined ON identity (joined_to) WHERE joined_to IS NOT NULL;

CREATE FUNCTION standing_identity(uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE road AS (
    SELECT id, joined_to FROM identity WHERE id = $1
    UNION SELECT i.id, i.joined_to FROM identity i JOIN road ON i.id = road.joined_to
  )
  SELECT id FROM road WHERE joined_to IS NULL
$$;
COMMENT ON FUNCTION standing_identity IS 'The identity that this one has become, over however many joins.';

CREATE FUNCTION joined_identities(uuid) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE road AS (
    SELECT $1 AS id
    UNION SELECT i.id FROM identity i JOIN road ON i.joined_to = road.id
  )
  SELECT id FROM road
$$;
COMMENT ON FUNCTION joined_identities IS 'This identity and every one that has become it.';
