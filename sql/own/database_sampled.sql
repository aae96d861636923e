-- How a round of the collector ended; after a failure the next one waits longer.
update caretaker_store.database
set sampled_at = case when :error::text is null then :at::timestamptz else sampled_at end,
    sample_ms = case when :error::text is null then :ms::integer else sample_ms end,
    sample_error = :error::text,
    sample_failures = case when :error::text is null then 0 else sample_failures + 1 end,
    sample_due_at = now() + case
      when :error::text is null then interval '5 minutes'
      when :unreachable::boolean then least(interval '30 seconds' * 2 ^ least(sample_failures, 10), interval '5 minutes')
      else least(interval '5 minutes' * 2 ^ least(sample_failures, 10), interval '1 hour') end,
    in_recovery = coalesce(:in_recovery::boolean, in_recovery),
    started_at = coalesce(:started_at::timestamptz, started_at),
    has_ledger = coalesce(:has_ledger::boolean, has_ledger),
    size_bytes = coalesce(:size_bytes::bigint, size_bytes)
where id = :database_id;
