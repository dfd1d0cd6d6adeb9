-- How far the days of a notice were judged, as its claim says it.

ALTER TABLE notice ADD COLUMN judged_to date;
COMMENT ON COLUMN notice.judged_to IS 'Days up to this one were judged; those in `missed` did not count.';
