-- The maintenance log, newest first: one page after the entry (before_at, before_id). A null filter takes everything.
-- Routines stand for their tasks unless a kind or a text is looked for: then the tasks are searched too.
-- :database  text  <null>  One database, null for all
-- :kind  text  <null>  Kind of maintenance
-- :outcome  text  <null>  Status
-- :person  text  <null>  Who
-- :from  timestamptz  <null>  Started at this time or later
-- :to  timestamptz  <null>  Started before this time
-- :text  text  <null>  Pattern for title, target, person, policy and reason
-- :before_at  timestamptz  <null>  Start of the last entry of the page before
-- :before_id  bigint  <null>  Its number
-- :size  integer  <100>  Entries of a page
select
  l.id,
  l.started_at,
  l.ended_at,
  l.status,
  l.maintenance_type,
  l.title,
  l.target,
  l.person,
  l.database_name,
  l.environment,
  coalesce(d.zone, 'UTC') as zone,
  l.planned_rows,
  l.done_rows,
  coalesce(l.reason, l.details ->> 'summary') as reason,
  l.plan_id,
  l.parent_id,
  l.due_at
from caretaker_store.maintenance_log as l
left join caretaker_store.database as d on d.id = l.database_id
where (:database::text is null or l.database_name = :database::text)
  and (:kind::text is null or l.maintenance_type = :kind::text)
  and (:outcome::text is null or l.status = :outcome::text)
  and (:person::text is null or l.person = :person::text)
  and (:from::timestamptz is null or l.started_at >= :from::timestamptz)
  and (:to::timestamptz is null or l.started_at < :to::timestamptz)
  and (:text::text is null or pg_catalog.concat_ws(' ', l.title, l.target, l.person, l.policy_name, l.reason) ilike :text::text)
  and (l.parent_id is null or :kind::text is not null or :text::text is not null)
  and (:before_at::timestamptz is null or (l.started_at, l.id) < (:before_at::timestamptz, :before_id::bigint))
order by l.started_at desc, l.id desc
limit :size;
