-- Replication lag
-- How much WAL each standby still has to apply.
-- scope: server
-- reads: target
-- needs: pg_monitor
-- :warning  numeric  <100>  MB behind
-- :critical  numeric  <1024>  MB behind
with behind as (
  select
    coalesce(nullif(r.application_name, ''), 'standby') || ' ' || coalesce(host(r.client_addr), 'local') as target,
    r.state,
    case when pg_is_in_recovery() then pg_wal_lsn_diff(pg_last_wal_receive_lsn(), coalesce(r.replay_lsn, r.flush_lsn, r.sent_lsn))
      else pg_wal_lsn_diff(pg_current_wal_lsn(), coalesce(r.replay_lsn, r.flush_lsn, r.sent_lsn)) end as bytes
  from pg_catalog.pg_stat_replication as r
)
select
  case when b.bytes > :critical::numeric * 1048576 then 'critical' else 'warning' end as severity,
  b.target,
  b.bytes as measure,
  'bytes' as unit,
  format('It is %s behind (%s), limit %s MB.', pg_size_pretty(b.bytes), b.state, least(:warning::numeric, :critical::numeric)) as detail,
  null::text as remedy,
  null::jsonb as remedy_params
from behind as b
where b.bytes > least(:warning::numeric, :critical::numeric) * 1048576
order by measure desc, target;
