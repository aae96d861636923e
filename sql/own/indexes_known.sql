-- The definitions that need not be asked for again: all but a twenty-fourth of them, another one in each hour, as what else they name may have been renamed.
select coalesce(array_agg(i.version order by i.oid), '{}')::text
from caretaker_store.index as i
where i.database_id = :database_id
  and i.version is not null
  and (i.oid / 8 + extract(hour from :at::timestamptz at time zone 'UTC')::bigint) % 24 <> 0;
