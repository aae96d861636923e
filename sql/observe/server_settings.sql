-- Server: settings
-- Settings that matter, what is unusual about a value and why; bytes and milliseconds where the unit says so.
-- :database  bigint  <1>  Id of one database, null for all
-- :filter  text  <>  unusual, changed, pending, or empty
with settings as (
  select
    s.server,
    r.*,
    case r.unit when 'B' then 1 when 'kB' then 1024 when '8kB' then 8192 when '16kB' then 16384 when '32kB' then 32768 when 'MB' then 1048576 end
      * case when r.setting ~ '^-{0,1}[0-9]+$' then r.setting::numeric end as bytes,
    case r.unit when 'ms' then 1 when 's' then 1000 when 'min' then 60000 end * case when r.setting ~ '^-{0,1}[0-9]+([.][0-9]+){0,1}$' then r.setting::numeric end as millis,
    case when r.setting ~ '^-{0,1}[0-9]+([.][0-9]+){0,1}$' then r.setting::numeric end as number
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(name text, setting text, unit text, default_setting text, source text, source_file text, source_line integer,
    pending_restart boolean, context text, description text)
  where s.series = 'settings'
    and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
), judged as (
  select
    t.*,
    case t.name
      when 'fsync' then case when t.setting = 'off' then '1A crash of the machine can destroy every database.' end
      when 'full_page_writes' then case when t.setting = 'off' then '1A crash can leave half-written pages that nothing repairs.' end
      when 'autovacuum' then case when t.setting = 'off' then '1Dead rows stay, statistics grow old, and transaction ids run out.' end
      when 'track_counts' then case when t.setting = 'off' then '1Without counters autovacuum does not know where to work.' end
      when 'data_checksums' then case when t.setting = 'off' then '2Damaged blocks are not noticed when they are read.' end
      when 'synchronous_commit' then case when t.setting = 'off' then '2A crash may lose the last committed transactions.' end
      when 'wal_level' then case when t.setting = 'minimal' then '2Neither standbys nor a restore to a point in time are possible.' end
      when 'archive_mode' then case when t.setting = 'off' then '3No restore to a point in time: WAL is not copied away.' end
      when 'ssl' then case when t.setting = 'off' then '2Passwords and rows travel in clear wherever they leave the machine.' end
      when 'password_encryption' then case when t.setting <> 'scram-sha-256' then '2New passwords are kept as MD5, which newer versions give up.' end
      when 'idle_in_transaction_session_timeout' then case when t.number = 0 then '2A forgotten transaction holds back VACUUM without end.' end
      when 'max_slot_wal_keep_size' then case when t.number = -1 then '2A slot that nobody reads fills the disk with WAL.' end
      when 'max_connections' then case when t.number > 500 then '2Each connection costs memory and time; a pooler serves more with less.' end
      when 'shared_buffers' then case when t.bytes <= 134217728 then '3The small default: usual is a quarter of the memory.' end
      when 'work_mem' then case when t.bytes >= 268435456 then '2Each sort of each session may take it: times max_connections it can exceed the memory.' end
      when 'maintenance_work_mem' then case when t.bytes <= 67108864 then '3The small default: VACUUM and index builds are faster with more.' end
      when 'max_wal_size' then case when t.bytes <= 1073741824 then '3The small default: checkpoints come early while much is written.' end
      when 'autovacuum_vacuum_cost_delay' then case when t.number >= 10 then '2Autovacuum is slowed as on old disks; it may not keep up.' end
      when 'log_lock_waits' then case when t.setting = 'off' then '3Waits for locks leave no trace in the server''s log.' end
      when 'log_autovacuum_min_duration' then case when t.number = -1 then '3What autovacuum does leaves no trace in the server''s log.' end
      when 'track_io_timing' then case when t.setting = 'off' then '3How long reads take stays unknown in plans and statistics.' end
      when 'statement_timeout' then case when t.number between 1 and 60000 and t.source = 'configuration file' then '3It also ends dumps and long maintenance unless they set it themselves.' end
      when 'max_prepared_transactions' then case when t.number > 0 then '3A prepared transaction that is forgotten holds locks and the horizon through restarts.' end
    end as verdict
  from settings as t
)
select
  j.server,
  j.name,
  j.setting as value,
  j.unit,
  j.bytes,
  j.millis,
  j.default_setting,
  j.source,
  j.source_file || ':' || j.source_line as source_place,
  j.pending_restart,
  j.description,
  case left(j.verdict, 1) when '1' then 'critical' when '2' then 'warning' when '3' then 'note' end as state,
  substr(j.verdict, 2) as why
from judged as j
where case :filter
        when 'unusual' then j.verdict is not null
        when 'changed' then coalesce(j.source, 'default') not in ('default', 'override')
        when 'pending' then j.pending_restart
        else true end
order by j.pending_restart desc, left(j.verdict, 1) nulls last, j.name, j.server
limit 400;
