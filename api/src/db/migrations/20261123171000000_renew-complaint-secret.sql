-- Somebody whose key was taken away still has the secret of the complaint. As long as this is set, whoever opens it next puts another
-- key in front, to which everything is sealed that is said from then on.

ALTER TABLE complaint ADD COLUMN renew boolean NOT NULL DEFAULT false;
