-- Security: sessions without TLS
-- Sessions that came over the network unencrypted, by user and client; those from the same machine do not leave it.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  r.user_name,
  r.database_name,
  r.client,
  count(*) as sessions,
  bool_or(r.is_own) as is_own
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(user_name text, database_name text, client text, is_encrypted boolean, is_hidden boolean, is_own boolean)
where s.series = 'activity'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
  and r.client is not null
  and r.client not like '127.%'
  and r.client <> '::1'
  and not coalesce(r.is_encrypted, false)
  and not r.is_hidden
group by s.server, r.user_name, r.database_name, r.client
order by sessions desc, s.server, r.user_name, r.client
limit 100;
