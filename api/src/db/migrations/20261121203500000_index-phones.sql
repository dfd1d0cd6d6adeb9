-- Applications that name one phone are counted before a message goes to it unasked.

CREATE INDEX person_phone ON person (phone_index, created_at);
