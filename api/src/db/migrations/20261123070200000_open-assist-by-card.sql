-- Somebody without a phone may show the printed card instead of the slip.

ALTER TABLE assist DROP CONSTRAINT assist_way_check;
ALTER TABLE assist ADD CONSTRAINT assist_way_check CHECK (way IN ('slip', 'card', 'written'));
COMMENT ON COLUMN assist.way IS 'slip: opened with the receipt and its four digits; card: by the printed card, on an occasion at a window or door; written: the application itself was written down for them.';
