package caretaker.web;

import caretaker.UserError;
import caretaker.db.Database;
import caretaker.db.Store;
import caretaker.db.Target;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Table;
import caretaker.run.ExportFolder;
import caretaker.run.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What was taken out of the tables of a database and kept: archive tables, files that the ledger names, and files that it does not. */
final class ArchiveShelf {
    /** An archive table; estimatedRows is null where it was never analysed, newestAt where the ledger knows no run. */
    public record Stored(String schemaName, String tableName, String source, Long estimatedRows, long totalBytes, Instant newestAt) {
        public String display() {
            return Table.display(schemaName, tableName);
        }
    }

    /** The files of one run; runId is null when the log does not know it any more. What is wrong: files that are missing, or not as long as they were. */
    public record Export(Long runId, String policy, String table, Instant cutoff, Instant firstAt, Instant lastAt, List<File> files) {
        public long rows() {
            return files.stream().mapToLong(File::rows).sum();
        }

        public long bytes() {
            return files.stream().mapToLong(File::bytes).sum();
        }

        public long restored() {
            return files.stream().filter(File::restored).count();
        }

        public long wrong() {
            return files.stream().filter(File::wrong).count();
        }
    }

    /** A file as the ledger has it; state is kept, restored, missing or changed. */
    public record File(int no, String name, long rows, long bytes, Instant at, String state) {
        public boolean restored() {
            return state.equals("restored");
        }

        public boolean wrong() {
            return state.equals("missing") || state.equals("changed");
        }
    }

    /** A file that the ledger does not name. known: the log says that it was committed once, so it is not offered for removal. */
    public record Orphan(String name, long bytes, Instant modified, boolean known) {}

    /** One database; failure is why it, or its ledger, could not be asked. */
    public record Part(Database database, List<Stored> tables, List<Export> exports, List<Orphan> orphans, String failure) {}

    /** Rows as they are read. */
    public record Found(long oid, String schemaName, String tableName, String source, Long estimatedRows, long totalBytes) {}

    public record Newest(String relationName, Instant newestAt) {}

    public record Named(String run, String relationName, Instant cutoff, int no, long rows, String file, Long fileBytes, Instant at, boolean restored) {}

    public record Logged(long id, String run, String status, String policyName) {
        /** True while it may be writing in the folder of this file, which in older versions bore the number alone. */
        boolean mayWrite(String file) {
            return Set.of("queued", "running").contains(status) && (file.contains("/" + Run.folder(id, run) + "/") || file.contains("/run-" + id + "/"));
        }
    }

    private static final Set<String> NO_LEDGER = Set.of("3F000", "42P01", "42703");
    private final Store store;
    private final Targets targets;
    private final ExportFolder folder;

    ArchiveShelf(Store store, Targets targets, ExportFolder folder) {
        this.store = store;
        this.targets = targets;
        this.folder = folder;
    }

    /** The order matters: files first, then who may be writing, then the ledger. So nothing that is being written looks like a leftover. */
    Part of(Database database) {
        var mine = ExportFolder.folderOf(database.name());
        try {
            var files = folder.files().stream().filter(f -> f.relative().startsWith(mine)).toList();
            var logged = store.list("observe/archives_runs", Logged.class, Map.of("database", database.id()));
            var target = targets.of(database);
            var named = ledger(target, "own/archive_files", Named.class);
            var newest = ledger(target, "own/archive_newest", Newest.class);
            var tables = target.read("observe/archives", Found.class, Map.of()).stream().map(t -> new Stored(t.schemaName(), t.tableName(), t.source(),
                t.estimatedRows(), t.totalBytes(), newest == null ? null : newest.stream().filter(n -> n.relationName().equals(t.source())).map(Newest::newestAt).findFirst().orElse(null))).toList();
            return new Part(database, tables, exports(named, files, logged), orphans(named, files, logged), named == null && !files.isEmpty()
                ? "The ledger is not there, so nothing tells which of the " + files.size() + " files in " + folder.root() + "/" + mine + " are archives. Keep them." : null);
        } catch (TargetError e) {
            return new Part(database, List.of(), List.of(), List.of(), Failures.sentence(e));
        } catch (UserError e) {
            return new Part(database, List.of(), List.of(), List.of(), e.getMessage());
        }
    }

    /** Null when there is no ledger, or one from before files. */
    private static <T> List<T> ledger(Target target, String query, Class<T> row) {
        try {
            return target.read(query, row, Map.of());
        } catch (TargetError e) {
            if (NO_LEDGER.contains(e.sqlState())) {
                return null;
            }
            throw e;
        }
    }

    private static List<Export> exports(List<Named> named, List<ExportFolder.Found> files, List<Logged> logged) {
        var there = files.stream().collect(Collectors.toMap(ExportFolder.Found::relative, ExportFolder.Found::bytes));
        var runs = new LinkedHashMap<String, List<Named>>();
        (named == null ? List.<Named>of() : named).forEach(n -> runs.computeIfAbsent(n.run(), r -> new ArrayList<>()).add(n));
        return runs.values().stream().map(all -> export(all, there, logged)).collect(Collectors.collectingAndThen(Collectors.toList(), ArchiveShelf::newestFirst));
    }

    private static List<Export> newestFirst(List<Export> exports) {
        return exports.stream().sorted((a, b) -> b.lastAt().compareTo(a.lastAt())).toList();
    }

    private static Export export(List<Named> all, Map<String, Long> there, List<Logged> logged) {
        var first = all.get(0);
        var run = logged.stream().filter(l -> first.run().equals(l.run())).findFirst();
        var files = all.stream().map(n -> new File(n.no(), n.file(), n.rows(), n.fileBytes() == null ? 0 : n.fileBytes(), n.at(), state(n, there.get(n.file())))).toList();
        return new Export(run.map(Logged::id).orElse(null), run.map(Logged::policyName).orElse(null), first.relationName(), first.cutoff(), first.at(),
            all.get(all.size() - 1).at(), files);
    }

    private static String state(Named named, Long bytes) {
        return named.restored() ? "restored" : bytes == null ? "missing" : named.fileBytes() != null && !bytes.equals(named.fileBytes()) ? "changed" : "kept";
    }

    private List<Orphan> orphans(List<Named> named, List<ExportFolder.Found> files, List<Logged> logged) {
        if (named == null) {
            return List.of(); // without a ledger nobody knows
        }
        var names = named.stream().map(Named::file).collect(Collectors.toSet());
        return files.stream().filter(f -> !names.contains(data(f.relative())) && logged.stream().noneMatch(l -> l.mayWrite(f.relative())))
            .map(f -> new Orphan(f.relative(), f.bytes(), f.modified(), committed(data(f.relative())))).toList();
    }

    /** A manifest belongs to its data file. */
    private static String data(String name) {
        return name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    }

    private boolean committed(String file) {
        return store.one("own/batch_of_file", Long.class, Map.of("file", file)) > 0;
    }
}
