-- How fast the last runs of a table went, and how many rows they took: rows per second over at most five runs.
select
  sum(r.done_rows) / nullif(sum(extract(epoch from r.ended_at - r.started_at)), 0) as rows_per_second,
  count(*)::integer as runs,
  avg(r.done_rows) as usual_rows
from (
  select done_rows, started_at, ended_at
  from caretaker_store.maintenance_log
  where database_id = :database_id
    and target = :target
    and policy_id is not distinct from :policy_id::bigint
    and status in ('done', 'done_with_remainder')
    and done_rows > 0
  order by started_at desc
  limit 5
) as r;
