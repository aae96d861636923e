-- Changes a role, unless that would take the last admin away.
update caretaker_store.person as p
set role = :role
where p.id = :id
  and (p.role <> 'admin'
    or :role = 'admin'
    or exists (select 1 from caretaker_store.person as o where o.role = 'admin' and o.id <> p.id));
