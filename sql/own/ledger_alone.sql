-- Lets runs that begin on the same table or its partitions begin one after the other, until the end of the transaction.
select count(pg_catalog.pg_advisory_xact_lock(1128354388, coalesce(pg_catalog.pg_partition_root(:relation::oid::regclass)::oid, :relation::oid)::bigint::bit(32)::integer)) as locked;
