-- The run-time role adds to the trail and can do nothing else to it.

GRANT USAGE ON SCHEMA public TO yima_app;
GRANT SELECT, INSERT ON event, event_payload, access_log TO yima_app;
GRANT SELECT, INSERT, UPDATE ON person, application, claim, call, file, message TO yima_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON session, phone_code, phone_proof, receipt_try, idempotency, demo_clock TO yima_app;
GRANT DELETE ON file TO yima_app;
GRANT SELECT, INSERT, UPDATE ON region, unit, officer, duty TO yima_app;
