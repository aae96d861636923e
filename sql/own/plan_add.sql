-- Stores a preview.
insert into caretaker_store.plan (database_id, kind, policy_id, policy_version, title, target, harsher, content, refusal, rows, exact, bytes,
  cutoff, created_by, created_at, expires_at)
values (:database_id, :kind, :policy_id::bigint, :policy_version::integer, :title, :target::text, :harsher, :content::jsonb, :refusal::text,
  :rows::bigint, :exact, :bytes::bigint, :cutoff::timestamptz, :person, :created_at::timestamptz, :expires_at::timestamptz)
returning id;
