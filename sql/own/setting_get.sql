-- The value of a setting.
select value
from caretaker_store.setting
where name = :name
order by name;
