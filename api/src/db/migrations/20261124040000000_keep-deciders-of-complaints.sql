-- Whoever decided it once, or twice, does not decide it again: the last alone was known.
ALTER TABLE complaint ADD COLUMN decided_before uuid[] NOT NULL DEFAULT '{}';
