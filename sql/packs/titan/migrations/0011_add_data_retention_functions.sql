-- Titan 0011: the retention rules as functions, and a view of what they would remove
-- Each call deletes in one transaction without a limit; the policies of the pack do the same in batches.
create function public.cleanup_audit_logs()
returns table (deleted_count bigint)
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.audit_logs
        where created_at < now() - interval '90 days'
        returning 1
    )
    select count(*)
    from deleted
$$;

create function public.cleanup_system_logs()
returns table (info_deleted bigint, warn_deleted bigint, total_deleted bigint)
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.system_logs
        where (log_level in ('INFO', 'DEBUG') and created_at < now() - interval '30 days')
            or (log_level in ('WARN', 'ERROR') and created_at < now() - interval '180 days')
        returning log_level
    )
    select
        count(*) filter (where log_level in ('INFO', 'DEBUG')),
        count(*) filter (where log_level in ('WARN', 'ERROR')),
        count(*)
    from deleted
$$;

create function public.cleanup_notifications()
returns table (deleted_count bigint)
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.notifications
        where is_read = true
            and created_at < now() - interval '60 days'
        returning 1
    )
    select count(*)
    from deleted
$$;

create function public.cleanup_expired_sessions()
returns table (deleted_count bigint)
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
    with deleted as (
        delete from public.user_sessions
        where expires_at < now()
        returning 1
    )
    select count(*)
    from deleted
$$;

create function public.run_all_cleanups()
returns table (cleanup_type text, records_deleted bigint, execution_time interval)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    started_at timestamptz;
begin
    started_at := clock_timestamp();
    select 'audit_logs', c.deleted_count
    into cleanup_type, records_deleted
    from public.cleanup_audit_logs() as c;
    execution_time := clock_timestamp() - started_at;
    return next;

    started_at := clock_timestamp();
    select 'system_logs', c.total_deleted
    into cleanup_type, records_deleted
    from public.cleanup_system_logs() as c;
    execution_time := clock_timestamp() - started_at;
    return next;

    started_at := clock_timestamp();
    select 'notifications', c.deleted_count
    into cleanup_type, records_deleted
    from public.cleanup_notifications() as c;
    execution_time := clock_timestamp() - started_at;
    return next;

    started_at := clock_timestamp();
    select 'user_sessions', c.deleted_count
    into cleanup_type, records_deleted
    from public.cleanup_expired_sessions() as c;
    execution_time := clock_timestamp() - started_at;
    return next;
end
$$;

create view public.cleanup_statistics as
select
    'audit_logs' as table_name,
    count(*) as total_records,
    count(*) filter (where created_at < now() - interval '90 days') as records_to_cleanup,
    pg_size_pretty(pg_total_relation_size('public.audit_logs')) as table_size
from public.audit_logs
union all
select
    'system_logs',
    count(*),
    count(*) filter (
        where (log_level in ('INFO', 'DEBUG') and created_at < now() - interval '30 days')
            or (log_level in ('WARN', 'ERROR') and created_at < now() - interval '180 days')
    ),
    pg_size_pretty(pg_total_relation_size('public.system_logs'))
from public.system_logs
union all
select
    'notifications',
    count(*),
    count(*) filter (where is_read = true and created_at < now() - interval '60 days'),
    pg_size_pretty(pg_total_relation_size('public.notifications'))
from public.notifications
union all
select
    'user_sessions',
    count(*),
    count(*) filter (where expires_at < now()),
    pg_size_pretty(pg_total_relation_size('public.user_sessions'))
from public.user_sessions
order by table_name;
