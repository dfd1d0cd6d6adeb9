-- Of a complaint that is closed only a tombstone stays: what was asked of a second person, and what was half opened for recovery,
-- goes with the rest.

GRANT DELETE ON complaint_ask, complaint_recovery TO yima_app;
