-- The files in a folder that committed batches name, of whatever run: what else lies there is no archive.
select b.file
from caretaker.batch as b
where starts_with(b.file, :folder::text || '/')
order by b.file;
