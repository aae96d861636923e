-- Keeps the newest verdict of a check.
insert into caretaker_store.verdict (database_id, check_name, severity, unknown, findings, taken_at, took_ms, scope, detail, grant_statement)
values (:database_id, :check_name, :severity, :unknown, :findings, :at, :ms, :scope, :detail, :grant_statement)
on conflict (database_id, check_name) do update
set severity = excluded.severity, unknown = excluded.unknown, findings = excluded.findings, taken_at = excluded.taken_at, took_ms = excluded.took_ms,
    scope = excluded.scope, detail = excluded.detail, grant_statement = excluded.grant_statement;
