-- What is asked all day reads what is open, not the years behind it.

CREATE INDEX application_open ON application (unit_id, region_code) WHERE state IN ('submitted', 'open');
COMMENT ON INDEX application_open IS 'The desk of an office and the visits of a village.';
CREATE INDEX access_log_reader ON access_log (reader_id, at);
COMMENT ON INDEX access_log_reader IS 'What an officer has seen today already is noted once.';
CREATE INDEX message_waiting ON message (created_at) WHERE state = 'waiting';
