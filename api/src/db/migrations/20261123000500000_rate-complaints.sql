-- What came of a complaint in a word, whether it helped, and how often it was looked at anew.

ALTER TABLE complaint
  ADD COLUMN finding text,
  ADD COLUMN rating text,
  ADD COLUMN reopened integer NOT NULL DEFAULT 0,
  ADD CONSTRAINT complaint_finding CHECK (finding IN ('upheld', 'partly', 'not', 'cannot-tell')),
  ADD CONSTRAINT complaint_rating CHECK (rating IN ('yes', 'partly', 'no'));
