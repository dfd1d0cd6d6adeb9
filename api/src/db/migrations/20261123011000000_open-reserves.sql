-- Each township's fund for emergencies (备用金): what is proposed by one person and settled by another, and the ledger to which
-- lines are only ever added.

CREATE TABLE reserve_proposal (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  town_code char(12) NOT NULL,
  kind text NOT NULL,
  fen bigint NOT NULL,
  state text NOT NULL,
  reason text,
  corrects uuid,
  application_id uuid REFERENCES application (id),
  claim_id uuid REFERENCES claim (id),
  person_id uuid REFERENCES person (id),
  sealed bytea,
  proposed_by uuid NOT NULL REFERENCES officer (id),
  proposed_for uuid REFERENCES officer (id),
  proposed_at timestamptz NOT NULL,
  settled_by uuid REFERENCES officer (id),
  settled_for uuid REFERENCES officer (id),
  settled_at timestamptz,
  handed_by uuid REFERENCES officer (id),
  handed_at timestamptz,
  CONSTRAINT reserve_proposal_kind CHECK (kind IN ('top-up', 'payment', 'correction')),
  CONSTRAINT reserve_proposal_state CHECK (state IN ('proposed', 'declined', 'confirmed', 'paid', 'returned')),
  CONSTRAINT reserve_proposal_sum CHECK (fen <> 0 AND (kind <> 'payment' OR fen < 0) AND (kind <> 'top-up' OR fen > 0)),
  CONSTRAINT reserve_proposal_whose CHECK ((kind = 'payment') = (claim_id IS NOT NULL AND application_id IS NOT NULL AND person_id IS NOT NULL)),
  CONSTRAINT reserve_proposal_corrects CHECK ((kind = 'correction') = (corrects IS NOT NULL)),
  CONSTRAINT reserve_proposal_settled CHECK ((state = 'proposed') = (settled_by IS NULL)),
  CONSTRAINT reserve_proposal_two_hands CHECK (
    settled_by IS NULL OR (settled_by <> proposed_by
      AND settled_by IS DISTINCT FROM proposed_for AND settled_for IS DISTINCT FROM proposed_by
      AND (settled_for IS NULL OR settled_for IS DISTINCT FROM proposed_for)))
);
COMMENT ON TABLE reserve_proposal IS 'Money that one person proposes to move and another settles; of a payment what was said and signed is sealed under the key of whom it is for.';
COMMENT ON COLUMN reserve_proposal.fen IS 'Into the fund above zero, out of it below.';
COMMENT ON COLUMN reserve_proposal.reason IS 'Of a top-up or a correction; of a payment it is sealed.';
COMMENT ON COLUMN reserve_proposal.proposed_for IS 'The colleague in whose place.';
CREATE UNIQUE INDEX reserve_proposal_one_of_claim ON reserve_proposal (claim_id)
  WHERE kind = 'payment' AND state IN ('proposed', 'confirmed', 'paid');
CREATE UNIQUE INDEX reserve_proposal_one_of_entry ON reserve_proposal (corrects) WHERE state IN ('proposed', 'confirmed');
CREATE INDEX reserve_proposal_town ON reserve_proposal (town_code, state);
CREATE INDEX reserve_proposal_application ON reserve_proposal (application_id) WHERE application_id IS NOT NULL;
CREATE INDEX reserve_proposal_person ON reserve_proposal (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE reserve_entry (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  town_code char(12) NOT NULL,
  number integer NOT NULL,
  kind text NOT NULL,
  fen bigint NOT NULL,
  balance bigint NOT NULL,
  on_day date NOT NULL,
  at timestamptz NOT NULL,
  reason text,
  corrects uuid REFERENCES reserve_entry (id),
  proposal_id uuid NOT NULL REFERENCES reserve_proposal (id),
  proposed_by uuid NOT NULL REFERENCES officer (id),
  confirmed_by uuid NOT NULL REFERENCES officer (id),
  CONSTRAINT reserve_entry_kind CHECK (kind IN ('top-up', 'payment', 'correction')),
  CONSTRAINT reserve_entry_never_below_zero CHECK (balance >= 0),
  CONSTRAINT reserve_entry_two_hands CHECK (proposed_by <> confirmed_by),
  CONSTRAINT reserve_entry_in_order UNIQUE (town_code, number),
  CONSTRAINT reserve_entry_once UNIQUE (proposal_id),
  CONSTRAINT reserve_entry_corrected_once UNIQUE (corrects)
);
COMMENT ON TABLE reserve_entry IS 'The ledger of each fund. Rows are only ever added; what was wrong is set right by its opposite.';
COMMENT ON COLUMN reserve_entry.balance IS 'What the fund holds after this line.';
COMMENT ON COLUMN reserve_proposal.corrects IS 'The line it would set right. Lines refer to proposals, so that no two tables refer to one another; that it is one is seen when it is proposed.';

-- Whatever writes a line: it follows the last one, and its balance is the sum of all.
CREATE FUNCTION reserve_entry_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last_number integer;
  last_balance bigint;
BEGIN
  SELECT number, balance INTO last_number, last_balance
    FROM reserve_entry WHERE town_code = NEW.town_code ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(last_number, 0) + 1 OR NEW.balance <> coalesce(last_balance, 0) + NEW.fen THEN
    RAISE EXCEPTION 'A line of a ledger does not follow the one before' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reserve_entry_follows BEFORE INSERT ON reserve_entry FOR EACH ROW EXECUTE FUNCTION reserve_entry_follows();

GRANT SELECT, INSERT, UPDATE ON reserve_proposal TO yima_app;
GRANT SELECT, INSERT ON reserve_entry TO yima_app;
