-- SelfOS: what the login Caretaker works with may do
do $$
begin
    execute format('grant connect, create, temporary on database %I to selfos_care', current_database());
    if not has_schema_privilege('selfos_care', 'public', 'create') then
        grant usage, create on schema public to selfos_care;
    end if;
end
$$;

grant select, insert, update, delete on all tables in schema public to selfos_care;
grant usage, select on all sequences in schema public to selfos_care;
grant execute on all functions in schema public to selfos_care;

alter default privileges in schema public grant select, insert, update, delete on tables to selfos_care;
alter default privileges in schema public grant usage, select on sequences to selfos_care;
alter default privileges in schema public grant execute on functions to selfos_care;

do $$
begin
    if current_setting('server_version_num')::integer >= 170000 then
        execute 'grant maintain on all tables in schema public to selfos_care';
        execute 'alter default privileges in schema public grant maintain on tables to selfos_care';
    end if;
end
$$;
