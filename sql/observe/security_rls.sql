-- Security: row security
-- Tables with row security or policies for it; a policy on a table where nobody switched it on protects nothing.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.database_name,
  r.schema_name,
  r.relation_name,
  r.owner,
  r.is_enabled,
  r.is_forced,
  r.policies,
  r.names,
  case when not r.is_enabled then 'critical' when r.policies = 0 then 'warning' else 'ok' end as verdict,
  case
    when not r.is_enabled then 'its policies are not applied: row security is off'
    when r.policies = 0 then 'no policy: nobody but the owner sees a row'
    when not r.is_forced then 'the owner ' || r.owner || ' sees all rows'
    else 'applies to the owner too' end as why
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(schema_name text, relation_name text, owner text, is_enabled boolean, is_forced boolean, policies integer, names jsonb)
where s.series = 'rls'
  and (:database::bigint is null or s.database_id = :database::bigint)
order by r.is_enabled, r.policies > 0, s.database_name, r.schema_name, r.relation_name
limit 200;
