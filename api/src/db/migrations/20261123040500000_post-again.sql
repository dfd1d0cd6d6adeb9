-- What an office stopped posting it may have posted again; that it was stopped, and by whom, its trail says.

GRANT DELETE ON unposted TO yima_app;
