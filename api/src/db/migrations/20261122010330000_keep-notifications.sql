-- What people are told: one message a person and event, and by which ways it went out.

CREATE TABLE notification (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  person_id uuid NOT NULL REFERENCES person (id),
  template text NOT NULL,
  about text NOT NULL,
  locale text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  urgent boolean NOT NULL,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  look_at timestamptz,
  CONSTRAINT notification_once UNIQUE (person_id, template, about)
);
COMMENT ON TABLE notification IS 'The inbox. One row a person and event, however often the event is told.';
COMMENT ON COLUMN notification.about IS 'The event: ids and a number, nothing that is anybody''s.';
COMMENT ON COLUMN notification.sealed IS 'What the sentence is filled with, under the person''s key.';
COMMENT ON COLUMN notification.look_at IS 'When its delivery is to be decided again; NULL where time alone changes nothing.';
CREATE INDEX notification_person ON notification (person_id, created_at);
CREATE INDEX notification_due ON notification (look_at) WHERE look_at IS NOT NULL;

ALTER TABLE message
  ADD COLUMN notification_id uuid REFERENCES notification (id),
  ADD COLUMN not_before timestamptz,
  ADD COLUMN tried_at timestamptz,
  ADD COLUMN delivered_at timestamptz,
  ALTER COLUMN to_cipher DROP NOT NULL,
  ALTER COLUMN body_cipher DROP NOT NULL,
  DROP CONSTRAINT message_channel_check,
  ADD CONSTRAINT message_channel CHECK (channel IN ('push', 'sms', 'call')),
  DROP CONSTRAINT message_state_check,
  ADD CONSTRAINT message_state CHECK (state IN ('waiting', 'sending', 'sent', 'delivered', 'failed', 'replaced')),
  ADD CONSTRAINT message_addressed CHECK (
    CASE channel WHEN 'sms' THEN to_cipher IS NOT NULL AND body_cipher IS NOT NULL
                 ELSE notification_id IS NOT NULL END),
  ADD CONSTRAINT message_once UNIQUE (notification_id, channel);
COMMENT ON TABLE message IS 'One way by which something went out. Of a notification there is one a channel; codes and calls of the roster have none.';
COMMENT ON COLUMN message.not_before IS 'Waits for the morning.';
COMMENT ON COLUMN message.tried_at IS 'When it was last handed to its channel; until something is heard nobody else hands it over.';

CREATE TABLE call_task (
  id uuid PRIMARY KEY REFERENCES message (id),
  county_code char(6) NOT NULL,
  person_id uuid NOT NULL REFERENCES person (id),
  unit_id text NOT NULL REFERENCES unit (id),
  region_code char(12) NOT NULL REFERENCES region (code),
  created_at timestamptz NOT NULL,
  told_at timestamptz,
  told_by uuid REFERENCES officer (id),
  how text CHECK (how IN ('call', 'visit')),
  CONSTRAINT call_task_told CHECK ((told_at IS NULL) = (told_by IS NULL) AND (told_at IS NULL) = (how IS NULL))
);
COMMENT ON TABLE call_task IS 'Somebody of the place is to tell a person what no telephone could. Open while its message waits.';
CREATE INDEX call_task_unit ON call_task (unit_id) WHERE told_at IS NULL;
CREATE INDEX call_task_region ON call_task (region_code) WHERE told_at IS NULL;

CREATE TABLE push_subscription (
  id uuid PRIMARY KEY,
  county_code char(6) NOT NULL,
  session_id uuid NOT NULL CONSTRAINT push_subscription_session REFERENCES session (id) ON DELETE CASCADE,
  endpoint_index bytea NOT NULL CONSTRAINT push_subscription_endpoint UNIQUE,
  sealed bytea NOT NULL,
  created_at timestamptz NOT NULL
);
COMMENT ON TABLE push_subscription IS 'A device that asked for notices. It goes with its session: whoever signed out, or was signed out, gets none.';
COMMENT ON COLUMN push_subscription.sealed IS 'Address and keys of the browser''s push service, under the master key.';
CREATE INDEX push_subscription_of ON push_subscription (session_id);

CREATE TABLE contact_wish (
  identity_id uuid PRIMARY KEY REFERENCES identity (id),
  county_code char(6) NOT NULL,
  locale text NOT NULL CHECK (locale IN ('zh-CN', 'en')),
  updated_at timestamptz NOT NULL
);
COMMENT ON TABLE contact_wish IS 'In which language somebody wants to be written to.';

CREATE TABLE vapid_key (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  wrapped bytea NOT NULL
);
COMMENT ON TABLE vapid_key IS 'The key that names this installation to push services (RFC 8292). Another one would end every subscription.';

GRANT SELECT, INSERT, UPDATE ON notification, call_task, contact_wish TO yima_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON push_subscription TO yima_app;
GRANT SELECT, INSERT ON vapid_key TO yima_app;
