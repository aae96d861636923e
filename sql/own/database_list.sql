-- The databases under care.
select
  id,
  name,
  host,
  port,
  dbname,
  login,
  tls,
  environment,
  zone,
  allow_superuser,
  system_identifier,
  server_version,
  login_powers,
  contact_at,
  contact_error,
  sampled_at,
  sample_ms,
  sample_error,
  approval,
  workers,
  stopped_at,
  stopped_by,
  stopped_reason
from caretaker_store.database
order by name;
