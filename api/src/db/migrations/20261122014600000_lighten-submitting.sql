-- A quarter of an hour may hold thousands of calls; those that rang are few.
CREATE INDEX call_rang ON call (unit_id, answer_by) WHERE rang;

-- What is sealed looks like noise: trying to make it smaller only takes time.
ALTER TABLE application ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE claim ALTER COLUMN sealed SET STORAGE EXTERNAL;
ALTER TABLE event_payload ALTER COLUMN sealed SET STORAGE EXTERNAL;
