-- An answer is for whoever wrote: on a shared phone the device key is the same for all who sign in there.

ALTER TABLE idempotency ADD COLUMN maker bytea;
COMMENT ON COLUMN idempotency.maker IS 'Whose session wrote it, hashed, the same after signing in anew; NULL where the route asks for no session, and for what was written before this column.';
