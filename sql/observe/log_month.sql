-- What the log of a span of time comes to, outcome by outcome, for the sentence on top of the page.
-- :database  text  <null>  One database, null for all
-- :from  timestamptz  <2026-01-01T00:00:00Z>  Started at this time or later
-- :to  timestamptz  <2026-02-01T00:00:00Z>  Started before this time
select
  l.status,
  count(*) as entries
from caretaker_store.maintenance_log as l
where l.parent_id is null
  and l.started_at >= :from
  and l.started_at < :to
  and (:database::text is null or l.database_name = :database::text)
group by l.status
order by l.status;
