-- What the counters of this session say before a batch: they still hold earlier, even rolled back, transactions.
select
  o.oid::bigint as oid,
  '' as relation_name,
  pg_catalog.pg_stat_get_xact_tuples_inserted(o.oid) as inserted,
  pg_catalog.pg_stat_get_xact_tuples_updated(o.oid) as updated,
  pg_catalog.pg_stat_get_xact_tuples_deleted(o.oid) as deleted,
  false as exclusive,
  0 as waiting
from (
  select unnest(:oids::oid[]) as oid
  union
  select 'caretaker.run'::regclass::oid
  union
  select 'caretaker.batch'::regclass::oid
) as o
order by o.oid;
