-- Runtime events, which are added up and never close anything.

-- Runtime events of one group add up: how often, from when to when. The rest is that of the latest event.
CREATE OR REPLACE FUNCTION events_add(a jsonb, b jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN (a->>'lastAt', a - 'count') > (b->>'lastAt', b - 'count') THEN b || a ELSE a || b END || jsonb_build_object(
    'count', coalesce((a->>'count')::bigint, 1) + coalesce((b->>'count')::bigint, 1),
    'firstAt', least(a->>'firstAt', b->>'firstAt'), 'lastAt', greatest(a->>'lastAt', b->>'lastAt')) $$;
