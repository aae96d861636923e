-- What is fixed on each connection to a managed database, so that text, time and names do not depend on the role, the server or our own machine.
do $pin$
begin
  -- Every connection begins with a limit for locks. A pooler in between that keeps it to itself would also give each transaction another session.
  if (select s.source from pg_catalog.pg_settings as s where s.name = 'lock_timeout') <> 'client' then
    raise exception 'the settings of the connection did not arrive' using errcode = '08P01';
  end if;
  perform set_config('search_path', 'pg_catalog,pg_temp', false);
  perform set_config('TimeZone', 'UTC', false);
  perform set_config('DateStyle', 'ISO,YMD', false);
  perform set_config('IntervalStyle', 'postgres', false);
  perform set_config('extra_float_digits', '1', false);
  perform set_config('bytea_output', 'hex', false);
  perform set_config('lc_monetary', 'C', false);
  perform set_config('xmloption', 'content', false);
  perform set_config('array_nulls', 'on', false);
  perform set_config('row_security', 'off', false);
  perform set_config('synchronous_commit', 'on', false);
  perform set_config('standard_conforming_strings', 'on', false);
  perform set_config('idle_in_transaction_session_timeout', '30s', false);
  -- A killed console must not leave its statement running: PostgreSQL 14 and newer can look whether anybody still listens.
  -- https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-CLIENT-CONNECTION-CHECK-INTERVAL
  if current_setting('server_version_num')::integer >= 140000 then
    begin
      perform set_config('client_connection_check_interval', '2s', false);
    exception when invalid_parameter_value then
      null; -- the server's platform cannot do it
    end;
  end if;
end
$pin$;
