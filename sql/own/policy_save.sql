-- Adds a policy or changes the one of that name. A change that moves other rows makes a new version, which a person must run first.
insert into caretaker_store.policy as p (name, database_id, schema_name, table_name, column_name, keep, conditions, action, archive_schema,
  archive_table, adopt_archive, zone, align, cap_share, cap_rows, reason, owner, review, changed_by, handling)
values (:name, :database_id, :schema_name, :table_name, :column_name, :keep, :conditions::jsonb, :action, :archive_schema::text,
  :archive_table::text, :adopt_archive, :zone::text, :align::text, :cap_share::numeric, :cap_rows::bigint, :reason::text, :owner::text,
  :review::date, :person, :handling::jsonb)
on conflict (name) do update
set database_id = excluded.database_id,
    schema_name = excluded.schema_name,
    table_name = excluded.table_name,
    column_name = excluded.column_name,
    keep = excluded.keep,
    conditions = excluded.conditions,
    action = excluded.action,
    archive_schema = excluded.archive_schema,
    archive_table = excluded.archive_table,
    adopt_archive = excluded.adopt_archive,
    zone = excluded.zone,
    align = excluded.align,
    cap_share = excluded.cap_share,
    cap_rows = excluded.cap_rows,
    reason = excluded.reason,
    owner = excluded.owner,
    review = excluded.review,
    handling = excluded.handling,
    version = p.version + case
      when (p.database_id, p.schema_name, p.table_name, p.column_name, p.keep, p.conditions, p.action, p.archive_schema, p.archive_table, p.zone, p.align)
        is distinct from
        (excluded.database_id, excluded.schema_name, excluded.table_name, excluded.column_name, excluded.keep, excluded.conditions,
         excluded.action, excluded.archive_schema, excluded.archive_table, excluded.zone, excluded.align)
      then 1 else 0 end,
    changed_at = now(),
    changed_by = excluded.changed_by
where (p.database_id, p.schema_name, p.table_name, p.column_name, p.keep, p.conditions, p.action, p.archive_schema, p.archive_table,
       p.adopt_archive, p.zone, p.align, p.cap_share, p.cap_rows, p.reason, p.owner, p.review, p.handling)
  is distinct from
  (excluded.database_id, excluded.schema_name, excluded.table_name, excluded.column_name, excluded.keep, excluded.conditions,
   excluded.action, excluded.archive_schema, excluded.archive_table, excluded.adopt_archive, excluded.zone, excluded.align, excluded.cap_share,
   excluded.cap_rows, excluded.reason, excluded.owner, excluded.review, excluded.handling);
