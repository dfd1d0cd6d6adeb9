-- The days of complaints, each ended by one signed root over a fixed number of leaves: where nothing happened all of them are
-- made by chance, so that neither count nor time of complaints shows. Whoever reported can prove it against a root.

CREATE TABLE complaint_root (
  county_code char(6) NOT NULL,
  number integer NOT NULL,
  day date NOT NULL,
  root bytea NOT NULL,
  leaves bytea NOT NULL,
  previous bytea NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (county_code, number),
  CONSTRAINT complaint_root_day UNIQUE (county_code, day),
  CONSTRAINT complaint_root_size CHECK (length(leaves) = 8192)
);
COMMENT ON TABLE complaint_root IS 'One signed end of a day over the chains of complaints: 256 leaves each day, most of them made by chance. Rows are only ever added.';

ALTER TABLE complaint
  ADD COLUMN filed_unit text REFERENCES unit (id),
  ADD COLUMN filed_digest bytea,
  ADD COLUMN rooted integer NOT NULL DEFAULT 0,
  ADD COLUMN first_root integer,
  ADD COLUMN first_head bytea;
COMMENT ON COLUMN complaint.filed_unit IS 'The office that it was handed to at first: what a proof of having reported names.';
COMMENT ON COLUMN complaint.filed_digest IS 'Hash of the first event of its chain, which covers the sealed words.';
COMMENT ON COLUMN complaint.rooted IS 'Number of its last event that a signed day covers.';
COMMENT ON COLUMN complaint.first_root IS 'Number of the first signed day that covers it, and where its chain stood then.';
UPDATE complaint c SET filed_digest = e.hash FROM complaint_event e WHERE e.complaint_id = c.id AND e.number = 1;

GRANT SELECT, INSERT ON complaint_root TO yima_app;
