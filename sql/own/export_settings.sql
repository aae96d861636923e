-- Everything the text of an exported value depends on.
select
  s.name,
  s.setting as value
from pg_catalog.pg_settings as s
where s.name in ('server_version', 'server_encoding', 'client_encoding', 'TimeZone', 'DateStyle', 'IntervalStyle', 'extra_float_digits', 'bytea_output',
  'lc_monetary', 'standard_conforming_strings')
order by s.name;
