-- Tries of one receipt number pass one by one, each with its own look at what was counted before it: of ten thousand
-- sent at the same instant no more are answered than one after the other. The lock ends with the try and writes
-- nothing. Not in SQL: there the second statement would still see what stood before the lock.
CREATE FUNCTION receipt_tries_so_far(whose text, since timestamptz) RETURNS integer LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  counted integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(whose, 2));
  SELECT wrong INTO counted FROM receipt_try WHERE network = whose AND hour = since;
  RETURN coalesce(counted, 0);
END
$$;
GRANT EXECUTE ON FUNCTION receipt_tries_so_far(text, timestamptz) TO yima_app;
