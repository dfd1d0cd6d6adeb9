-- What somebody tells a supervisor. Words, evidence and answers are sealed on the devices of those who talk: no key of this
-- installation opens them. Days, never moments: when somebody sat at which phone is nobody's business.

CREATE TABLE complaint (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  handle_mac bytea NOT NULL,
  proof_digest bytea NOT NULL,
  filed_on date NOT NULL,
  kind text NOT NULL,
  category text NOT NULL,
  named boolean NOT NULL,
  receiving_unit text NOT NULL REFERENCES unit (id),
  sealed_route bytea NOT NULL,
  recipient text NOT NULL,
  state text NOT NULL,
  accept_by date,
  finish_by date,
  version integer NOT NULL,
  CONSTRAINT complaint_handle UNIQUE (handle_mac)
);
COMMENT ON TABLE complaint IS 'One complaint or tip-off. Its id was made by chance on the phone and tells no time.';
COMMENT ON COLUMN complaint.handle_mac IS 'Keyed hash of the first eight digits of the receipt.';
COMMENT ON COLUMN complaint.proof_digest IS 'Hash of what only the whole receipt gives: who knows it may read and add.';
COMMENT ON COLUMN complaint.sealed_route IS 'Whom it is about and who must never know of it, under the master key: routing needs it.';
COMMENT ON COLUMN complaint.recipient IS 'The public key to which everything of this complaint is sealed.';
CREATE INDEX complaint_unit ON complaint (receiving_unit, finish_by);

CREATE TABLE complaint_key (
  complaint_id uuid NOT NULL REFERENCES complaint (id) ON DELETE CASCADE,
  opens text NOT NULL,
  reader text NOT NULL,
  county_code char(6) NOT NULL,
  file bytea NOT NULL,
  PRIMARY KEY (complaint_id, opens, reader),
  CONSTRAINT complaint_key_opens CHECK (opens IN ('contents', 'identity'))
);
COMMENT ON TABLE complaint_key IS 'The secret of one complaint, or of the name behind it, sealed for one reader: an officer, the reporter, or two offices together.';

CREATE TABLE complaint_message (
  complaint_id uuid NOT NULL REFERENCES complaint (id) ON DELETE CASCADE,
  number integer NOT NULL,
  county_code char(6) NOT NULL,
  by text NOT NULL,
  sealed bytea NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (complaint_id, number),
  CONSTRAINT complaint_message_by CHECK (by IN ('reporter', 'identity', 'office', 'note'))
);
COMMENT ON COLUMN complaint_message.by IS 'identity: who reported, sealed apart; note: among supervisors, never shown to the reporter.';

CREATE TABLE complaint_part (
  file uuid NOT NULL,
  number integer NOT NULL,
  county_code char(6) NOT NULL,
  complaint_id uuid REFERENCES complaint (id) ON DELETE CASCADE,
  sealed bytea NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (file, number)
);
COMMENT ON TABLE complaint_part IS 'Evidence in parts, each sealed for itself; of no complaint yet until it is filed.';
CREATE INDEX complaint_part_of ON complaint_part (complaint_id);
CREATE INDEX complaint_part_waiting ON complaint_part (day) WHERE complaint_id IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON complaint, complaint_key, complaint_message, complaint_part TO yima_app;
