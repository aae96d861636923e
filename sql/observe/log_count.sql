-- How many entries a filter of the log matches, counted up to a limit: the same conditions as log.sql.
-- :database  text  <null>  One database, null for all
-- :kind  text  <null>  Kind of maintenance
-- :outcome  text  <null>  Status
-- :person  text  <null>  Who
-- :from  timestamptz  <null>  Started at this time or later
-- :to  timestamptz  <null>  Started before this time
-- :text  text  <null>  Pattern for title, target, person, policy and reason
-- :most  integer  <1000>  Where counting ends
select count(*) as entries
from (
  select
  from caretaker_store.maintenance_log as l
  where (:database::text is null or l.database_name = :database::text)
    and (:kind::text is null or l.maintenance_type = :kind::text)
    and (:outcome::text is null or l.status = :outcome::text)
    and (:person::text is null or l.person = :person::text)
    and (:from::timestamptz is null or l.started_at >= :from::timestamptz)
    and (:to::timestamptz is null or l.started_at < :to::timestamptz)
    and (:text::text is null or pg_catalog.concat_ws(' ', l.title, l.target, l.person, l.policy_name, l.reason) ilike :text::text)
    and (l.parent_id is null or :kind::text is not null or :text::text is not null)
  limit :most
) as matching;
