-- A digest of what a move relies on: columns, types, persistence, row security, rules and triggers of the tables that rows leave and enter.
select md5(coalesce(string_agg(line, ';' order by line), '')) as digest
from (
  select concat_ws(',', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attgenerated, a.attisdropped) as line
  from pg_catalog.pg_attribute as a
  where a.attrelid = any (:oids::oid[])
    and a.attnum > 0
  union all
  select concat_ws(',', c.oid, c.relname, c.relnamespace, c.relkind, c.relpersistence, c.relhasrules, c.relrowsecurity, c.relforcerowsecurity)
  from pg_catalog.pg_class as c
  where c.oid = any (:oids::oid[])
  union all
  select concat_ws(',', g.tgrelid, g.oid, g.tgname, g.tgenabled, g.tgfoid)
  from pg_catalog.pg_trigger as g
  where g.tgrelid = any (:oids::oid[])
    and not g.tgisinternal
) as lines
order by digest;
