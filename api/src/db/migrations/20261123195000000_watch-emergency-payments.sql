-- Money in an emergency is to be in somebody's hands within its hours: whether it was, was read nowhere without a key, and nobody
-- above heard of it. Counted anew at each write; of what is open already as far as its rows say it, until it is written again.

ALTER TABLE claim
  ADD COLUMN pay_first boolean NOT NULL DEFAULT false,
  ADD COLUMN pay_late_told timestamptz;
COMMENT ON COLUMN claim.pay_first IS 'Somebody in an emergency waits for money that comes before the papers.';
COMMENT ON COLUMN claim.pay_late_told IS 'When those above heard that its hours were over, which they do once.';

UPDATE claim c SET pay_first = true
  FROM application a
 WHERE a.id = c.application_id AND a.urgent AND c.programme = 'temporary' AND c.waits <> '{}'
   AND c.state NOT IN ('refused', 'withdrawn', 'notAccepted') AND c.papers_due_on IS NULL
   AND NOT EXISTS (SELECT FROM reserve_proposal p WHERE p.claim_id = c.id AND p.state = 'paid');

CREATE INDEX claim_pay_first ON claim (application_id) WHERE pay_first;

-- A limit for one person in a year is that of whoever is helped, and not of who spoke for them.
ALTER TABLE reserve_proposal ADD COLUMN recipient bytea;
COMMENT ON COLUMN reserve_proposal.recipient IS 'Whom somebody else asked for: keyed hash of their number, or of their name where nobody said the number; null for whoever asked for themself.';
CREATE INDEX reserve_proposal_recipient ON reserve_proposal (recipient) WHERE recipient IS NOT NULL;
