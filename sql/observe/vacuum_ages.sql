-- Vacuum: wraparound
-- Every database of the servers in view with the age of its oldest transaction and multixact ids; the one with the highest share first.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  r.database_name,
  r.xid_age,
  r.mxid_age,
  r.freeze_max_age,
  r.multixact_freeze_max_age,
  r.hard_limit,
  r.xid_age::numeric / r.freeze_max_age as xid_share,
  r.mxid_age::numeric / r.multixact_freeze_max_age as mxid_share,
  greatest(r.xid_age, r.mxid_age)::numeric / r.hard_limit as hard_share,
  r.database_name = s.dbname as is_this
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(database_name text, xid_age bigint, mxid_age bigint, freeze_max_age bigint, multixact_freeze_max_age bigint,
  hard_limit bigint)
where s.series = 'ages'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
order by hard_share desc, r.database_name, s.server
limit 50;
