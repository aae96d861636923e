-- What the planner knows about a column: whether its order is that of the rows, and how many different values it has (negative: as a share of the rows).
select
  s.correlation::double precision as correlation,
  s.n_distinct::double precision as "distinct"
from pg_catalog.pg_stats as s
where s.schemaname = :schema
  and s.tablename = :table
  and s.attname = :column
  and not s.inherited
order by s.attname;
