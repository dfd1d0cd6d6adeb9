-- The answer to a picture's write goes with the picture: kept, it names for ever what is not there, and the form with it is refused for ever.

CREATE INDEX idempotency_of_picture ON idempotency ((answer ->> 'id')) WHERE route LIKE 'POST /api/files%';

DELETE FROM idempotency i
 WHERE i.route LIKE 'POST /api/files%'
   AND NOT EXISTS (SELECT FROM file f WHERE f.id::text = i.answer ->> 'id');
