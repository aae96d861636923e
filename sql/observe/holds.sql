-- Legal holds
-- Rows that stay whatever a policy says, those that hold first, with the policies that would take them.
-- :database  bigint  <null>  One database; null for all
-- :now  timestamptz  <2026-06-15T12:00:00Z>  The time; a hold ends with its last day in the database's zone
select
  h.id,
  h.database_id,
  d.name as database_name,
  d.environment,
  d.zone,
  h.schema_name,
  h.table_name,
  h.conditions,
  h.reason,
  h.until,
  h.created_by,
  h.created_at,
  h.lifted_by,
  h.lifted_at,
  h.lifted_at is null and (h.until is null or h.until >= (:now::timestamptz at time zone d.zone)::date) as active,
  (select string_agg(p.name, ', ' order by p.name)
   from caretaker_store.policy as p
   where p.database_id = h.database_id
     and p.schema_name = h.schema_name
     and p.table_name = h.table_name
     and p.keep <> 'forever') as policies
from caretaker_store.hold as h
join caretaker_store.database as d on d.id = h.database_id
where :database::bigint is null or h.database_id = :database::bigint
order by active desc, coalesce(h.lifted_at, h.created_at) desc, h.id desc;
