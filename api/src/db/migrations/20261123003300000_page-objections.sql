-- Whoever looks into objections reads a page of them, in the order of their days.

CREATE INDEX objection_waiting ON objection (county_code, (coalesce(look_on, date '0001-01-01')), id)
 WHERE state IN ('filed', 'admitted') AND key_wrapped IS NOT NULL;
