-- Two records become one by the hand of one officer; whoever proved either of them made it possible. They may be several.

ALTER TABLE notification DROP CONSTRAINT notification_done_with_fkey;
ALTER TABLE notification ALTER COLUMN done_with TYPE uuid[] USING CASE WHEN done_with IS NULL THEN NULL ELSE ARRAY[done_with] END;
COMMENT ON COLUMN notification.done_with IS 'Officers without whom done_by could not have done it: who proposed what that one confirmed, who proved whom it is about.';
