-- Parts of pictures on their way over bad lines, until the picture is whole.

CREATE TABLE file_part (
  picture_id uuid NOT NULL,
  part integer NOT NULL CHECK (part BETWEEN 0 AND 319),
  device_hash bytea NOT NULL,
  plain_hash bytea NOT NULL,
  content_hash bytea NOT NULL,
  bytes integer NOT NULL CHECK (bytes BETWEEN 1 AND 262144),
  key_wrapped bytea NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT file_part_once PRIMARY KEY (picture_id, part)
);
COMMENT ON COLUMN file_part.picture_id IS 'The phone''s own number for the picture, which is also its Idempotency-Key; belongs to nobody yet.';
COMMENT ON COLUMN file_part.plain_hash IS 'Keyed hash of what arrived: tells the same part sent again from another one.';
COMMENT ON COLUMN file_part.content_hash IS 'SHA-256 of the sealed bytes in the file store.';
CREATE INDEX file_part_device ON file_part (device_hash);
CREATE INDEX file_part_old ON file_part (created_at);

GRANT SELECT, INSERT, DELETE ON file_part TO yima_app;
