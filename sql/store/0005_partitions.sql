-- The partitions of a table, found without reading all relations of its database.
create index relation_parent on caretaker_store.relation (database_id, parent_oid) where parent_oid is not null;
