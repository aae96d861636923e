-- Adds a routine, or changes the one of that name; nothing is touched when nothing differs.
-- Due times before watched_from are not missed: a new schedule, zone or switch begins to count now.
insert into caretaker_store.routine as r (name, database_id, schedule, zone, tasks, window_minutes, budget_minutes, catch_up, enabled, reason,
                                          changed_at, changed_by, created_at, watched_from)
values (:name, :database_id, :schedule, :zone, :tasks::jsonb, :window_minutes::integer, :budget_minutes::integer, :catch_up, :enabled, :reason::text,
        :now, :person, :now, :now)
on conflict (name) do update
set database_id = excluded.database_id,
    schedule = excluded.schedule,
    zone = excluded.zone,
    tasks = excluded.tasks,
    window_minutes = excluded.window_minutes,
    budget_minutes = excluded.budget_minutes,
    catch_up = excluded.catch_up,
    enabled = excluded.enabled,
    reason = excluded.reason,
    changed_at = excluded.changed_at,
    changed_by = excluded.changed_by,
    watched_from = case
      when (r.schedule, r.zone, r.enabled) is distinct from (excluded.schedule, excluded.zone, excluded.enabled) then excluded.watched_from
      else r.watched_from
    end
where (r.database_id, r.schedule, r.zone, r.tasks, r.window_minutes, r.budget_minutes, r.catch_up, r.enabled, r.reason)
  is distinct from (excluded.database_id, excluded.schedule, excluded.zone, excluded.tasks, excluded.window_minutes, excluded.budget_minutes,
                    excluded.catch_up, excluded.enabled, excluded.reason);
