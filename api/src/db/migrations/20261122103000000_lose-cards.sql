-- Somebody without papers who lost the card, and of whose name and birthday there are several: which card is theirs, two
-- officers say.

ALTER TABLE code_card
  ADD COLUMN lost_by uuid REFERENCES officer (id),
  ADD COLUMN lost_at timestamptz,
  ADD CONSTRAINT code_card_lost CHECK ((lost_by IS NULL) = (lost_at IS NULL));
COMMENT ON COLUMN code_card.lost_by IS 'Who said that it is the lost one, as long as a second officer has not decided; how they knew stands in the trail of its owner.';
CREATE INDEX code_card_waits ON code_card (lost_at) WHERE lost_by IS NOT NULL;
