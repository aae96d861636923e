-- The run of a plan.
select l.id
from caretaker_store.maintenance_log as l
where l.plan_id = :plan_id;
