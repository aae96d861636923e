-- Rows of other tables that followed the batches of a run so far.
select
  f.key::bigint as oid,
  sum(f.value::bigint)::bigint as rows
from caretaker.batch as b
cross join lateral jsonb_each_text(b.followed) as f
where b.run = :run::uuid
group by f.key
order by f.key;
