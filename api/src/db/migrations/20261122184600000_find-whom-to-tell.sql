-- Also what was signed is looked through for whom to tell: by a link somebody else may have done it.

DROP INDEX authorisation_untold;
CREATE INDEX authorisation_untold ON authorisation (created_at) WHERE number_index IS NOT NULL AND told_at IS NULL AND state IN ('asked', 'signed');
