package caretaker.web;

import caretaker.UserError;
import caretaker.db.Databases;
import caretaker.run.ExportFolder;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.List;

/** What was kept of the rows that left their tables: archive tables, exported files, and leftovers that are neither. */
final class ArchivesPage {
    /** A file of the run that was asked for, with the oldest and newest of its rows; nulls where its manifest cannot be read. */
    public record Content(ArchiveShelf.File file, String oldest, String newest, String sha256) {}

    /** run is the one whose files are listed one by one, or null; more is how many of them are not shown. */
    public record Page(List<ArchiveShelf.Part> parts, String folder, ArchiveShelf.Export run, List<Content> files, long more) {
        public long tables() {
            return parts.stream().mapToLong(p -> p.tables().size()).sum();
        }

        public long exported() {
            return parts.stream().flatMap(p -> p.exports().stream()).mapToLong(e -> e.files().size()).sum();
        }

        public long bytes() {
            return parts.stream().mapToLong(p -> p.tables().stream().mapToLong(ArchiveShelf.Stored::totalBytes).sum()
                + p.exports().stream().mapToLong(ArchiveShelf.Export::bytes).sum()).sum();
        }

        public long wrong() {
            return parts.stream().flatMap(p -> p.exports().stream()).mapToLong(ArchiveShelf.Export::wrong).sum();
        }

        public long orphans() {
            return parts.stream().mapToLong(p -> p.orphans().size()).sum();
        }
    }

    private static final int SHOWN = 200;
    private final View view;
    private final Databases databases;
    private final ExportFolder folder;
    private final ArchiveShelf shelf;

    ArchivesPage(View view, Web.Parts parts) {
        this.view = view;
        this.databases = parts.databases();
        this.folder = parts.exports();
        this.shelf = new ArchiveShelf(parts.store(), parts.targets(), parts.exports());
    }

    void show(Context ctx) {
        var parts = InView.of(ctx).shown().stream().map(shelf::of).toList();
        var wanted = String.valueOf(ctx.queryParam("run"));
        var run = parts.stream().flatMap(p -> p.exports().stream()).filter(e -> wanted.equals(String.valueOf(e.runId()))).findFirst().orElse(null);
        var files = run == null ? List.<Content>of() : run.files().stream().limit(SHOWN).map(this::content).toList();
        view.show(ctx, "archives", new Page(parts, folder.root().toString(), run, files, run == null ? 0 : run.files().size() - files.size()));
    }

    /** Removes a file that the ledger does not name; what it names stays. */
    void remove(Context ctx) {
        var database = databases.byName(ctx.pathParam("name"));
        var name = String.valueOf(ctx.formParam("file"));
        var orphan = shelf.of(database).orphans().stream().filter(o -> o.name().equals(name)).findFirst()
            .orElseThrow(() -> UserError.refused("The file " + name + " is not one that the ledger of " + database.name() + " does not name; it stays."));
        if (orphan.known()) {
            throw UserError.refused("The log says that " + name + " was committed once; it may be the only copy of its rows, so it stays.");
        }
        try {
            folder.remove(name);
        } catch (IOException e) {
            throw UserError.refused("The file " + name + " could not be removed: " + e.getMessage() + ".");
        }
        view.done(ctx, InView.of(ctx).at(database.id()).link("/archives"), "The file is removed. It was no archive.");
    }

    private Content content(ArchiveShelf.File file) {
        try {
            var manifest = folder.manifest(file.name());
            return new Content(file, manifest.oldest(), manifest.newest(), manifest.sha256());
        } catch (UserError e) {
            return new Content(file, null, null, null);
        }
    }
}
