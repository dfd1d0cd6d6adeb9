-- A correction that waits when its person is erased can be read and decided by nobody: it ends with them.

ALTER TABLE name_correction
  DROP CONSTRAINT name_correction_state_check,
  DROP CONSTRAINT name_correction_decided;
ALTER TABLE name_correction
  ADD CONSTRAINT name_correction_state_check CHECK (state IN ('waiting', 'confirmed', 'refused', 'ended')),
  ADD CONSTRAINT name_correction_decided CHECK (
    (state IN ('confirmed', 'refused')) = (decided_by IS NOT NULL) AND (state <> 'waiting') = (decided_at IS NOT NULL));
UPDATE name_correction c SET state = 'ended', decided_at = now()
  FROM identity i WHERE i.id = c.identity_id AND i.closed_at IS NOT NULL AND c.state = 'waiting';
