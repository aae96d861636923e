package caretaker.cli;

import caretaker.App;
import caretaker.UserError;
import caretaker.db.Address;
import caretaker.db.Migrations;
import caretaker.db.Quote;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** Two of the seeds' systems as databases of the embedded server, filled, with their policies and routines: something to look at from the first minute. */
final class Demo {
    private static final String PERSON = "demo";
    private static final List<Pack> PACKS = List.of(
        new Pack("selfos", "production", List.of("schema", "data", "indexes", "grants")),
        new Pack("titan", "staging", List.of("schema", "data", "grants", "migrations/0010_add_performance_indexes", "migrations/0011_add_data_retention_functions")));
    private final App app;
    private final Consumer<String> progress;

    /** A system of the seeds and the files that build it, in order. */
    private record Pack(String name, String environment, List<String> files) {
        String owner() {
            return name + "_owner";
        }

        String login() {
            return name + "_care";
        }
    }

    Demo(App app, Consumer<String> progress) {
        if (app.embedded == null) {
            throw UserError.of("The demo databases live in the embedded PostgreSQL; start without CARETAKER_STORE to have them.");
        }
        this.app = app;
        this.progress = progress;
    }

    /** Makes what is missing; a database that is there is left as it is. */
    void prepare() {
        var missing = PACKS.stream().filter(p -> app.databases.find(p.name()).isEmpty()).toList();
        try {
            CompletableFuture.allOf(missing.stream().map(p -> CompletableFuture.runAsync(() -> fill(p))).toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        missing.forEach(this::adopt);
    }

    /** Filled under another name and renamed at the end, so that a half-filled database is never mistaken for a whole one. */
    private void fill(Pack pack) {
        var password = password(pack);
        var loading = pack.name() + "_loading";
        app.embedded.createLogin(pack.owner(), password);
        app.embedded.createLogin(pack.login(), password);
        app.embedded.execute("postgres", "grant pg_monitor to " + Quote.name(pack.login()));
        if (app.embedded.hasDatabase(pack.name())) {
            return;
        }
        app.embedded.execute("postgres", "drop database if exists " + Quote.name(loading));
        app.embedded.createDatabase(loading, pack.owner());
        for (var file : pack.files()) {
            progress.accept("Filling the demo database " + pack.name() + ": " + file.replaceAll(".*/", ""));
            run(app.embedded.address(loading, pack.owner(), password), file, pack);
        }
        app.embedded.execute(loading, "create extension if not exists pg_stat_statements; create extension if not exists pgstattuple");
        app.embedded.execute("postgres", "alter database " + Quote.name(loading) + " rename to " + Quote.name(pack.name()));
    }

    private void run(Address address, String file, Pack pack) {
        app.embedded.execute(address, app.sql.get("packs/" + pack.name() + "/" + file));
    }

    /** Brings the database under care: the connection, the ledger, the policies and the routines. */
    private void adopt(Pack pack) {
        progress.accept("Taking " + pack.name() + " under care");
        var address = app.embedded.address(pack.name(), pack.login(), password(pack));
        var database = app.databases.save(pack.name(), address, pack.environment(), "UTC", false, PERSON);
        var plan = app.planner.install(database, PERSON);
        if (plan.refusal() == null) {
            app.runner.execute(app.runs.queue(plan, PERSON, "demo", null, null, null));
        }
        new Applier(app, Path.of("."), PERSON, Map.of()).apply(app.sql.get("packs/" + pack.name() + "/pack.yaml"));
        app.collector.measureNow(database.id());
    }

    private String password(Pack pack) {
        return Migrations.sha256(app.embedded.superuser("postgres").password() + " " + pack.name()).substring(0, 32);
    }
}
