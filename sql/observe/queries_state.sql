-- Queries: what is known
-- For each database whether its statements could be read, since when and how many, and whether their texts are hidden.
-- :database  bigint  <1>  Id of one database, null for all
select
  d.name as database_name,
  d.environment,
  d.dbname,
  d.login,
  s.taken_at,
  s.error,
  (select min(f.first_seen_at) from caretaker_store.statement as f where f.database_id = d.id) as since,
  (select count(*) from caretaker_store.statement as f where f.database_id = d.id) as statements,
  exists (select from caretaker_store.statement as f where f.database_id = d.id and f.text = '<insufficient privilege>') as is_hidden
from caretaker_store.database as d
left join caretaker_store.series as s on s.database_id = d.id and s.series = 'statements'
where :database::bigint is null or d.id = :database::bigint
order by d.name;
