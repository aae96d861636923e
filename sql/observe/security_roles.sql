-- Security: roles
-- Roles with what a reviewer should know of each: powers, missing limits, who is a member of what. Roles of known systems are named with what they should be.
-- :database  bigint  <1>  Id of one database, null for all
-- :filter  text  <>  powerful, login, expected, or empty
with expected as (
  -- The roles two of the described systems ask for, with their powers and limits.
  select *
  from (values
    ('validahub_system', 'runs maintenance: no login, bypasses row security', false, true, null::integer),
    ('validahub_maintenance', 'member of validahub_system, no login', false, false, null),
    ('titan_app', 'the application: at most 20 connections', true, false, 20),
    ('titan_backup', 'backups: at most 5 connections; that it only reads is not looked at', true, false, 5)) as e(name, purpose, may_login, bypasses_row_security, connection_limit)
), roles as (
  select
    s.server,
    s.zone,
    s.taken_at,
    r.*,
    e.purpose,
    concat_ws(', ', case when r.is_superuser then 'superuser' end, case when r.may_create_roles then 'creates roles' end, case when r.may_create_databases then 'creates databases' end,
      case when r.may_replicate then 'replicates' end, case when r.bypasses_row_security then 'bypasses row security' end) as powers,
    case when e.name is not null then nullif(concat_ws('; ',
      case when e.may_login <> r.may_login then case when r.may_login then 'may log in, should not' else 'should be able to log in' end end,
      case when e.bypasses_row_security and not r.bypasses_row_security then 'should bypass row security' end,
      case when e.connection_limit is not null and (r.connection_limit < 0 or r.connection_limit > e.connection_limit) then 'its connection limit should be ' || e.connection_limit end,
      case when e.name = 'validahub_maintenance' and not r.member_of @> '["validahub_system"]' then 'should be a member of validahub_system' end,
      case when r.is_superuser then 'should not be a superuser' end), '') end as deviation
  from caretaker_store.seen as s
  cross join lateral jsonb_to_recordset(s.rows) as r(name text, may_login boolean, is_superuser boolean, may_create_roles boolean, may_create_databases boolean,
    may_replicate boolean, bypasses_row_security boolean, connection_limit integer, valid_until timestamptz, is_bootstrap boolean, is_own boolean, member_of jsonb)
  left join expected as e on e.name = r.name
  where s.series = 'roles'
    and (s.database_id = :database::bigint or :database::bigint is null and s.first_of_server)
)
select
  r.server,
  r.zone,
  r.name,
  r.may_login,
  r.is_superuser,
  r.powers,
  r.connection_limit,
  r.valid_until,
  r.valid_until < r.taken_at as is_expired,
  r.is_bootstrap,
  r.is_own,
  r.member_of,
  r.purpose,
  r.deviation,
  r.may_login and r.valid_until is null as never_expires,
  r.may_login and r.connection_limit < 0 as is_unlimited,
  case
    when r.is_superuser and r.may_login and not r.is_bootstrap then 'critical'
    when r.deviation is not null then 'warning'
    when r.is_bootstrap then 'ok'
    when r.may_login and (r.may_create_roles or r.bypasses_row_security) then 'warning'
    when r.valid_until < r.taken_at then 'warning'
    else 'ok' end as verdict
from roles as r
where case :filter
        when 'powerful' then r.powers <> ''
        when 'login' then r.may_login
        when 'expected' then r.purpose is not null
        else true end
order by r.is_superuser desc, r.powers <> '' desc, r.may_login desc, r.name, r.server
limit 300;
