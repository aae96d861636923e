-- One stored preview.
select
  id,
  database_id,
  kind,
  policy_id,
  policy_version,
  title,
  target,
  harsher,
  content,
  refusal,
  rows,
  exact,
  bytes,
  cutoff,
  created_by,
  created_at,
  expires_at,
  approved_by,
  approved_at
from caretaker_store.plan
where id = :id;
