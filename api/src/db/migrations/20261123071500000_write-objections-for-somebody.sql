-- Somebody without a phone objects through a worker, who looks into none of it.

ALTER TABLE objection ADD COLUMN written_by uuid REFERENCES officer (id);
COMMENT ON COLUMN objection.written_by IS 'The officer who wrote it down for somebody without a phone; null where they wrote themselves.';
