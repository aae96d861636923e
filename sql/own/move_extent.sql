-- How many blocks a table has now, and how many rows a block holds on average; where that is unknown, as many as it can hold at most.
select
  (pg_catalog.pg_relation_size(c.oid) / current_setting('block_size')::bigint)::bigint as blocks,
  greatest(1, case when c.relpages > 0 and c.reltuples > 0 then c.reltuples / c.relpages else current_setting('block_size')::integer / 28 end)::double precision as rows_per_block
from pg_catalog.pg_class as c
where c.oid = :oid::oid
order by c.oid;
