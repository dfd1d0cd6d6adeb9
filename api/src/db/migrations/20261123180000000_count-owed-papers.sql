-- Papers of the family that follow money which came first are sealed with the claim: above, nobody saw that they were missing once
-- every step was done. Counted anew at each write; null: no money came first, or nothing was written since.

ALTER TABLE claim
  ADD COLUMN papers_owed smallint,
  ADD COLUMN card_owed boolean NOT NULL DEFAULT false,
  ADD COLUMN papers_due_on date;
COMMENT ON COLUMN claim.papers_owed IS 'How many papers are still wanted besides the ID.';
COMMENT ON COLUMN claim.card_owed IS 'No ID was handed in as a paper: wanted unless the person was proven.';
