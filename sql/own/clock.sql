-- The time by the store's clock.
select pg_catalog.clock_timestamp() as now
order by now;
