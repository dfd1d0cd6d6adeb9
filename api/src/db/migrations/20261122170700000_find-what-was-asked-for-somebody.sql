-- What somebody handed in for another is found under whom it is for: aid must not be given twice because two people asked for it.

ALTER TABLE application ADD COLUMN about_index bytea;
COMMENT ON COLUMN application.about_index IS 'Keyed hash of the ID number of whom it is for, where somebody else handed it in and the number is known.';
CREATE INDEX application_about ON application (about_index) WHERE about_index IS NOT NULL;
