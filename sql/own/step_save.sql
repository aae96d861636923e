-- A step of a run begins or ends.
insert into caretaker_store.run_step as s (log_id, no, title, statement, status, rows, started_at, ended_at, message)
values (:log_id, :no, :title, :statement::text, :status, :rows::bigint, case when :status = 'queued' then null else now() end,
  case when :status in ('done', 'failed', 'stopped') then now() end, :message::text)
on conflict (log_id, no) do update
set title = excluded.title,
    statement = excluded.statement,
    status = excluded.status,
    rows = excluded.rows,
    started_at = coalesce(s.started_at, excluded.started_at),
    ended_at = excluded.ended_at,
    message = excluded.message;
