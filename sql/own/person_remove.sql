-- Removes a person with all sessions and links, unless it is the last admin.
delete from caretaker_store.person as p
where p.id = :id
  and (p.role <> 'admin'
    or exists (select 1 from caretaker_store.person as o where o.role = 'admin' and o.id <> p.id));
