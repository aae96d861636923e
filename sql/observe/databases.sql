-- Databases
-- The databases under care: where they are, what the last contact found, how large they are and when they were sampled.
select
  d.id,
  d.name,
  d.host,
  d.port,
  d.dbname,
  d.login,
  d.tls,
  d.environment,
  d.zone,
  d.allow_superuser,
  d.system_identifier,
  d.server_version,
  d.login_powers,
  coalesce(d.in_recovery, false) as in_recovery,
  d.has_ledger,
  d.size_bytes,
  d.contact_at,
  d.contact_error,
  d.sampled_at,
  d.sample_ms,
  d.sample_error,
  d.sample_due_at,
  d.sample_failures,
  d.approval,
  d.workers,
  (select count(*) from caretaker_store.relation as r where r.database_id = d.id and r.kind <> 'partition') as tables,
  (select count(*) from caretaker_store.policy as p where p.database_id = d.id) as policies,
  (select count(*) from caretaker_store.routine as r where r.database_id = d.id) as routines,
  (select count(*) from caretaker_store.maintenance_log as l where l.database_id = d.id and l.status in ('queued', 'running')) as going
from caretaker_store.database as d
order by array_position(array['production', 'staging', 'development'], d.environment), d.name;
