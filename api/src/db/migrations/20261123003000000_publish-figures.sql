-- What is published of the aid of a county, and what that is worked out from.

ALTER TABLE decision ADD COLUMN asked_on date, ADD COLUMN due_on date;
COMMENT ON COLUMN decision.asked_on IS 'When the claim was handed in; not known of decisions before this column.';
COMMENT ON COLUMN decision.due_on IS 'By which day it was to be decided, as the clock of the claim stood then.';

CREATE TABLE received_before (
  county_code char(6) NOT NULL,
  region_code char(12) NOT NULL,
  programme text NOT NULL,
  count integer NOT NULL CHECK (count >= 0),
  PRIMARY KEY (county_code, region_code, programme)
);
COMMENT ON TABLE received_before IS 'How many received a programme in a village before requests came through here. No person.';

CREATE TABLE open_figures (
  county_code char(6) NOT NULL,
  month char(7) NOT NULL,
  figures jsonb NOT NULL,
  made_on date NOT NULL,
  PRIMARY KEY (county_code, month)
);
COMMENT ON TABLE open_figures IS 'What was published in a month, small numbers hidden already. No person.';

GRANT SELECT, INSERT ON received_before, open_figures TO yima_app;
