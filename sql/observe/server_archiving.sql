-- Server: archiving
-- For each server whether it could be restored to a point in time, and if not, why.
-- :database  bigint  <1>  Id of one database, null for all
select
  s.server,
  s.zone,
  s.taken_at,
  r.mode,
  r.wal_level,
  r.archived_count,
  r.last_archived_wal,
  r.archived_at,
  r.failed_count,
  r.last_failed_wal,
  r.failed_at,
  r.current_wal,
  case
    when r.wal_level = 'minimal' then 'warning'
    when r.mode = 'off' then 'warning'
    when r.in_recovery and r.mode <> 'always' then 'unknown'
    when r.has_command is null then 'unknown'
    when not coalesce(r.has_command, false) and not coalesce(r.has_library, false) then 'critical'
    when r.failed_at > coalesce(r.archived_at, '-infinity') then 'critical'
    when r.archived_at is null then 'unknown'
    else 'ok' end as state,
  case
    when r.wal_level = 'minimal' then 'Not possible: wal_level is minimal, so WAL does not hold enough.'
    when r.mode = 'off' then 'Not possible: archive_mode is off, so WAL is not copied away. Set it to on with an archive_command, and restart.'
    when r.in_recovery and r.mode <> 'always' then 'A standby does not archive; its primary may.'
    when r.has_command is null then 'Whether a command is set is hidden from this login.'
    when not coalesce(r.has_command, false) and not coalesce(r.has_library, false) then 'Not possible: archive_mode is on, but no command or library is set, so WAL piles up in pg_wal.'
    when r.failed_at > coalesce(r.archived_at, '-infinity') then 'In danger: the newest attempt failed, and WAL piles up until it works.'
    when r.archived_at is null then 'Nothing has been archived since the counters began.'
    else 'WAL is copied away. A restore also needs a base backup, which PostgreSQL does not know of.' end as why
from caretaker_store.seen as s
cross join lateral jsonb_to_recordset(s.rows) as r(mode text, wal_level text, archived_count bigint, last_archived_wal text, archived_at timestamptz,
  failed_count bigint, last_failed_wal text, failed_at timestamptz, has_command boolean, has_library boolean, in_recovery boolean, current_wal text)
where s.series = 'archiver'
  and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
order by s.server;
