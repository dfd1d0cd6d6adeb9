-- What two officers did together is ticked off by neither: either could else keep it from the person whom it is about.

ALTER TABLE notification ADD COLUMN done_with uuid REFERENCES officer (id);
COMMENT ON COLUMN notification.done_with IS 'The officer without whom done_by could not have done it: who proposed what that one confirmed.';
