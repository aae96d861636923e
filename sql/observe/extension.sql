-- Extension
-- In which schema an extension is installed; no row when it is not.
-- :extension  text  <plpgsql>  Its name
select n.nspname::text as schema_name
from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
where e.extname = :extension
order by n.nspname;
