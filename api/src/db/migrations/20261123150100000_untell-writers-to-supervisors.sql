-- Who wrote to supervisors, and from which phone, could be found by hashing the id of every officer. What is written from now on stands
-- under the key of the phone itself; of what was written before, neither is kept.

UPDATE idempotency SET device_hash = sha256(convert_to(key, 'UTF8')), maker = NULL WHERE route = 'to supervisors';
