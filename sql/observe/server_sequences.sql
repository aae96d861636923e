-- Server: sequences
-- Sequences by how much of their range is used; those PostgreSQL hides last.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_name,
  r.schema_name,
  r.sequence_name,
  r.data_type,
  r.last_value,
  r.highest,
  r.owner,
  r.column_type,
  r.used_share,
  r.is_hidden,
  case
    when r.is_hidden then 'unknown'
    when r.is_cycling then 'ok'
    when r.used_share >= 0.9 then 'critical'
    when r.used_share >= 0.7 then 'warning'
    else 'ok' end as verdict,
  count(*) over () as found,
  count(*) filter (where r.is_hidden) over () as hidden
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(schema_name text, sequence_name text, data_type text, last_value numeric, highest numeric, owner text,
  column_type text, used_share numeric, is_hidden boolean, is_cycling boolean)
where s.series = 'sequences'
  and (:database::bigint is null or s.database_id = :database::bigint)
order by r.used_share desc nulls last, s.database_name, r.schema_name, r.sequence_name
limit 25;
