-- A relative is also known by the telephone and the home that were declared of them, where somebody applies by other papers.

ALTER TABLE relative ADD COLUMN phone_index bytea;
ALTER TABLE relative ADD COLUMN address_index bytea;
COMMENT ON COLUMN relative.phone_index IS 'Keyed hash of the telephone that was declared, if one was; the number itself is kept nowhere.';
COMMENT ON COLUMN relative.address_index IS 'Keyed hash of village and address, as an application keeps it.';

ALTER TABLE application ADD COLUMN address_index bytea;
COMMENT ON COLUMN application.address_index IS 'Keyed hash of village and address; null where no address was written.';
CREATE INDEX application_address ON application (address_index) WHERE address_index IS NOT NULL;
