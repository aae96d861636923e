-- Who asks the target checks: the server's version, and whether the login sees all sessions and statistics.
select
  pg_catalog.current_setting('server_version_num')::integer / 10000 as major,
  pg_catalog.pg_has_role(current_user, 'pg_monitor', 'usage') as monitors,
  format('grant pg_monitor to %I;', current_user) as monitor_grant,
  current_user::text as login;
