-- Adds an entry; the same plan again adds nothing.
insert into caretaker_store.maintenance_log (maintenance_type, started_at, completed_at, details, status, ended_at, database_id, database_name,
  environment, person, title, target, plan_id, policy_id, policy_name, routine_id, parent_id, due_at, planned_rows, reason, node, heartbeat_at)
values (:maintenance_type, :started_at::timestamptz, case when :status in ('queued', 'running', 'failed', 'interrupted') then null else :ended_at::timestamptz end,
  :details::jsonb, :status, :ended_at::timestamptz, :database_id::bigint, :database_name::text, :environment::text, :person, :title, :target::text,
  :plan_id::bigint, :policy_id::bigint, :policy_name::text, :routine_id::bigint, :parent_id::bigint, :due_at::timestamptz, :planned_rows::bigint,
  :reason::text, :node::text, case when :node::text is null then null else now() end)
on conflict (plan_id) where plan_id is not null do nothing
returning id;
