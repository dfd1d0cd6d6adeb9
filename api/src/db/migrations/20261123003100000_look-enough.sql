-- A day counts on enough looks; a photo of a board is of one day alone.

ALTER TABLE notice_day ADD COLUMN passed_over boolean NOT NULL DEFAULT true;
COMMENT ON COLUMN notice_day.passed_over IS 'One look stands for all of them: the clock of a demonstration went over this day. True for days from before looks were counted.';
ALTER TABLE notice_day ALTER COLUMN passed_over SET DEFAULT false;

CREATE TABLE board_photo (
  county_code char(6) NOT NULL,
  content_index bytea NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (county_code, content_index)
);
COMMENT ON TABLE board_photo IS 'Of which day a photo of a board is, by the keyed hash of the picture: it shows no other day.';
GRANT SELECT, INSERT ON board_photo TO yima_app;

CREATE TABLE unposted (
  application_id uuid PRIMARY KEY REFERENCES application (id) ON DELETE CASCADE,
  county_code char(6) NOT NULL,
  officer_id uuid NOT NULL,
  since timestamptz NOT NULL
);
COMMENT ON TABLE unposted IS 'The office said that nothing of this request is posted; why, its trail says.';
GRANT SELECT, INSERT ON unposted TO yima_app;
