-- Somebody in need is pointed out by whoever sees it. What one finder said, and the number they left, lies under a key of
-- its own: nothing of it stands in the record of the person, who becomes the owner of that record.

CREATE TABLE outreach_note (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  region_code char(12) NOT NULL,
  application_id uuid NOT NULL REFERENCES application (id),
  receipt_index bytea NOT NULL,
  key_wrapped bytea,
  sealed bytea NOT NULL,
  filed_at timestamptz NOT NULL,
  CONSTRAINT outreach_note_receipt UNIQUE (receipt_index)
);
COMMENT ON TABLE outreach_note IS 'What one of those who pointed somebody out said; several of one person lead to one outreach.';
COMMENT ON COLUMN outreach_note.receipt_index IS 'Keyed hash of the receipt number, which follows from the write and lies nowhere.';
COMMENT ON COLUMN outreach_note.key_wrapped IS 'Null once the person that it is about erased what is kept of them.';
COMMENT ON COLUMN outreach_note.sealed IS 'Words, pictures and whereabouts as that finder said them; their own number until somebody has been there.';
CREATE INDEX outreach_note_application ON outreach_note (application_id);
CREATE INDEX application_outreach ON application (region_code) WHERE kind = 'outreach' AND state IN ('submitted', 'open');

GRANT SELECT, INSERT, UPDATE ON outreach_note TO yima_app;
