-- The statements of a round: each text once, counters where something was called, and once a day.
with fresh as materialized (
  select *
  from json_to_recordset(:rows::json) as r (
    queryid bigint, login text, text text, calls bigint, total_ms double precision, max_ms double precision, rows bigint, blocks_hit bigint,
    blocks_read bigint, temp_blocks bigint, wal_bytes numeric, since timestamptz)
), samples as (
  insert into caretaker_store.statement_sample (database_id, queryid, login, taken_at, calls, total_ms, max_ms, rows, blocks_hit, blocks_read,
    temp_blocks, wal_bytes, since)
  select :database_id, f.queryid, f.login, :at::timestamptz, f.calls, f.total_ms, f.max_ms, f.rows, f.blocks_hit, f.blocks_read,
    f.temp_blocks, f.wal_bytes, f.since
  from fresh as f
  left join lateral (
    select s.calls
    from caretaker_store.statement_sample as s
    where s.database_id = :database_id
      and s.queryid = f.queryid
      and s.login = f.login
      and s.taken_at > :at::timestamptz - interval '1 day'
    order by s.taken_at desc
    limit 1
  ) as l on true
  where l.calls is distinct from f.calls
  on conflict do nothing
)
insert into caretaker_store.statement (database_id, queryid, login, text, first_seen_at, seen_at)
select :database_id, f.queryid, f.login, coalesce(f.text, ''), :at::timestamptz, :at::timestamptz
from fresh as f
on conflict (database_id, queryid, login) do update
set text = case when excluded.text in ('', '<insufficient privilege>') then caretaker_store.statement.text else excluded.text end,
    seen_at = excluded.seen_at;
