-- Back to the default of a threshold.
delete from caretaker_store.threshold
where database_id = :database_id
  and check_name = :check_name
  and parameter = :parameter;
