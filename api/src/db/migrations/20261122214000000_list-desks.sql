-- What lies on a desk is listed a page at a time and counted without being looked through: one line for each open request
-- and each desk that has it, written with whatever changes it.

CREATE TABLE desk_line (
  application_id uuid NOT NULL,
  desk text NOT NULL,
  county_code char(6) NOT NULL,
  urgency smallint NOT NULL CHECK (urgency BETWEEN 0 AND 2),
  due_on date NOT NULL,
  up boolean NOT NULL,
  receipt_number char(13) NOT NULL,
  region_code char(12) NOT NULL,
  person_id uuid NOT NULL,
  for_other boolean NOT NULL,
  shown jsonb NOT NULL,
  made_by smallint NOT NULL,
  PRIMARY KEY (application_id, desk)
);
COMMENT ON TABLE desk_line IS 'Made of application, claim and call, and made again from them at any time (work/lines.ts); names are not in it.';
COMMENT ON COLUMN desk_line.urgency IS '0: a call that nobody answered; 1: urgent, with something to do here; 2: all others.';
COMMENT ON COLUMN desk_line.due_on IS 'infinity where nothing is due.';
COMMENT ON COLUMN desk_line.up IS 'The county has no line of its own: it reads this one where nobody of the township may.';
COMMENT ON COLUMN desk_line.made_by IS 'Lines that an earlier version made are made again at the start.';
CREATE INDEX desk_line_order ON desk_line (desk, urgency, due_on, application_id);

-- How many lines of a desk are due on which day. Each connection counts for itself, so that nobody waits for another's
-- commit; `foldTallies` adds them up under writer 0 every minute.
CREATE TABLE desk_tally (
  desk text NOT NULL,
  up boolean NOT NULL,
  due_on date NOT NULL,
  writer integer NOT NULL,
  lines integer NOT NULL,
  PRIMARY KEY (desk, up, due_on, writer)
) WITH (fillfactor = 50);
COMMENT ON TABLE desk_tally IS 'Sums of desk_line, kept by its triggers; one writer alone may stand below zero.';

CREATE FUNCTION tally_desk_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO desk_tally AS t (desk, up, due_on, writer, lines)
    SELECT desk, up, due_on, pg_backend_pid(), count(*) FROM made GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (desk, up, due_on, writer) DO UPDATE SET lines = t.lines + excluded.lines;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO desk_tally AS t (desk, up, due_on, writer, lines)
    SELECT desk, up, due_on, pg_backend_pid(), -count(*) FROM gone GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (desk, up, due_on, writer) DO UPDATE SET lines = t.lines + excluded.lines;
  ELSE
    INSERT INTO desk_tally AS t (desk, up, due_on, writer, lines)
    SELECT desk, up, due_on, pg_backend_pid(), sum(n)
      FROM (SELECT desk, up, due_on, 1 AS n FROM made UNION ALL SELECT desk, up, due_on, -1 FROM gone) both_sides
     GROUP BY 1, 2, 3 HAVING sum(n) <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (desk, up, due_on, writer) DO UPDATE SET lines = t.lines + excluded.lines;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER desk_line_made AFTER INSERT ON desk_line
  REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION tally_desk_lines();
CREATE TRIGGER desk_line_changed AFTER UPDATE ON desk_line
  REFERENCING OLD TABLE AS gone NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION tally_desk_lines();
CREATE TRIGGER desk_line_gone AFTER DELETE ON desk_line
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION tally_desk_lines();

-- The next lines of some desks, of each as its index has them: however much lies there, only a page of it is read. A function,
-- because it is asked all day and planned but once.
CREATE FUNCTION desk_page(
  whole text[], ups text[], related uuid[], due_from date, due_to date,
  after_urgency integer, after_due date, after_id uuid, most integer
) RETURNS SETOF desk_line LANGUAGE plpgsql STABLE ROWS 50 SET plan_cache_mode = 'force_generic_plan' AS $$
BEGIN
  RETURN QUERY
  SELECT l.*
    FROM (SELECT name, false AS up FROM unnest(whole) w (name) UNION ALL SELECT name, true FROM unnest(ups) u (name)) d
   CROSS JOIN unnest('{0,1,2}'::smallint[]) AS u (urgency)
   CROSS JOIN LATERAL (
     SELECT x.* FROM desk_line x
      WHERE x.desk = d.name AND x.urgency = u.urgency AND x.due_on BETWEEN due_from AND due_to
        AND (x.urgency, x.due_on, x.application_id) > (after_urgency::smallint, after_due, after_id)
        AND (x.up OR NOT d.up) AND x.application_id <> ALL (related)
      ORDER BY x.due_on, x.application_id LIMIT most) l
   ORDER BY l.urgency, l.due_on, l.application_id LIMIT most;
END $$;
COMMENT ON FUNCTION desk_page IS 'Of `ups` only what the county has no line of; nothing of `related` requests; what stands behind the place named by `after_…`.';

GRANT SELECT, INSERT, UPDATE, DELETE ON desk_line, desk_tally TO yima_app;
