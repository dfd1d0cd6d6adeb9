-- jsonb puts the names of an answer into an order of its own: json gives back what was sent, byte by byte.
ALTER TABLE idempotency ALTER COLUMN answer TYPE json USING answer::text::json;
