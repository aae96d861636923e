-- The relations that rows enter when they are inserted into a table: its partitions, or the table itself.
select c.oid::bigint as oid
from pg_catalog.pg_class as c
where c.oid in (select t.relid from pg_catalog.pg_partition_tree(:oid::oid::regclass) as t)
   or c.oid = :oid::oid
order by c.oid;
