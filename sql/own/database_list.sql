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
  sample_error
from caretaker_store.database
order by name;
