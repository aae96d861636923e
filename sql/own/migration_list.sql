-- Migrations applied to this store.
select
  name,
  sha256
from caretaker_store.migration
order by name;
