-- One officer alone hides a request at once, for somebody may be in danger; that its days pass unread is agreed by a second one.
ALTER TABLE unposted ADD COLUMN agreed_by uuid;
COMMENT ON COLUMN unposted.agreed_by IS 'Whose second yes lets the days of a notice pass unread; until then they do not count.';
GRANT UPDATE (agreed_by) ON unposted TO yima_app;
