/**
 * The day tables of a fleet that `fill` made, in one pass over its findings. Each was made when it was first seen, open
 * and untouched, and has changed at most once since: what `history_rebuild()` works out from the journal for any past.
 * Summed before `history_flush()` sees it, which sums again what is left.
 */
export const dayTables = `
  SELECT merge_begin();
  INSERT INTO pd (place_id, team_id, fix_team_id, area, kind, severity, state, unit, cluster_id, n, points, kev, exposed_kev, fixable,
      day, flow, seconds, due)
  WITH story AS (
    SELECT f.team_id, f.area, f.severity, CASE WHEN s.kind = 4 AND f.place_id = 0 THEN 6 ELSE s.unit END AS unit, f.cluster_id,
      state_of(0::smallint, awaiting, decision, 0::smallint) AS first, f.state AS last, presence, presence > 0 OR work > 0 AS changed,
      points::bigint * places AS points, flags, fix_state, first_seen_at AS made, state_at AS ended, due_at
    FROM finding f JOIN subject s ON s.id = f.subject_id),
  side AS (
    SELECT s.*, first AS state, 1 AS sign, true AS there, day_of(made) AS day, flow_in(NULL, first, false, false) AS flow FROM story s
    UNION ALL
    SELECT s.*, first, -1, true, day_of(ended), flow_out(first, last, false, false) FROM story s WHERE changed
    UNION ALL
    SELECT s.*, last, 1, presence = 0, day_of(ended), flow_in(first, last, false, false) FROM story s WHERE changed)
  SELECT 0, team_id, 0, area, 0, severity, state, unit, cluster_id, sum(sign), sum(sign * points) FILTER (WHERE there), 0,
    coalesce(sum(sign) FILTER (WHERE there AND flags & 5 = 5), 0), coalesce(sum(sign) FILTER (WHERE there AND fix_state = 3), 0),
    day, flow, coalesce(sum(greatest(0, seconds_of(ended) - seconds_of(made))) FILTER (WHERE flow = 5), 0),
    CASE WHEN flow = 5 THEN due_kept(seconds_of(ended), seconds_of(due_at)) ELSE 0 END AS due
  FROM side GROUP BY team_id, area, severity, state, unit, cluster_id, day, flow, due;
  DELETE FROM posture_day; DELETE FROM flow_day;
  SELECT history_flush()`;
