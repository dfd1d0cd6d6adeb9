-- Invitations into a family are the one member code: they can be read aloud too, and no other kind waits beside them.

ALTER TABLE family_invitation ADD COLUMN spoken_index bytea CONSTRAINT family_invitation_spoken UNIQUE;
COMMENT ON COLUMN family_invitation.spoken_index IS 'Keyed hash of the number read aloud: digits could be tried out without the key.';

DELETE FROM code WHERE kind IN ('member', 'invitation');
ALTER TABLE code DROP CONSTRAINT code_kind_check;
ALTER TABLE code ADD CONSTRAINT code_kind_check CHECK (kind IN ('mine', 'entitlement'));
COMMENT ON COLUMN code.purpose IS 'Of an entitlement: which one.';
