-- Enters a run into the ledger, or takes it over under the next epoch.
insert into caretaker.run as r (run, plan, kind, relation, relation_name, cutoff, person, state, backend_pid, backend_start)
select :run::uuid, :plan, :kind, :relation::oid, :relation_name, :cutoff::timestamptz, :person, 'running', a.pid, coalesce(a.backend_start, now())
from pg_catalog.pg_stat_activity as a
where a.pid = pg_backend_pid()
on conflict (run) do update
set epoch = r.epoch + 1,
    state = 'running',
    outcome = null,
    ended_at = null,
    backend_pid = excluded.backend_pid,
    backend_start = excluded.backend_start
returning r.epoch;
