-- What is due is looked for in the order of its days: one look through the index, however much there is.

DROP INDEX claim_look;
CREATE INDEX claim_look ON claim (look_on, id) WHERE look_on IS NOT NULL;
