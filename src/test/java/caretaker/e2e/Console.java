package caretaker.e2e;

import caretaker.App;
import caretaker.Config;
import caretaker.Packs;
import caretaker.TestServer;
import caretaker.cli.PackFile;
import caretaker.db.Address;
import caretaker.db.Database;
import caretaker.web.Role;
import caretaker.web.Web;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The whole console in this process, on a free port: the same App that the command serve starts, over the packs' databases. */
public final class Console implements AutoCloseable {
    private static final Map<String, String> ENVIRONMENTS = Map.of("selfos", "production", "titan", "staging");
    public final App app;
    private final Web web;

    /** With these systems of the packs under care: the ledger is installed, policies and routines are there, all is measured. */
    public Console(String... packs) {
        try {
            var home = Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-servers")), "home").toRealPath();
            app = App.console(new Config(TestServer.storeDatabase(), home, "127.0.0.1", 0, home.resolve("key"), home.resolve("exports"), null), line -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (var pack : packs) {
            care(pack, Packs.copy(pack), ENVIRONMENTS.getOrDefault(pack, "development"));
            PackFile.apply(app, pack, "test");
        }
        measure();
        app.scheduler.start();
        web = app.web().start("127.0.0.1", 0);
    }

    /** Takes one more database under care, with the ledger. */
    public Database care(String name, Address address, String environment) {
        var database = app.databases.save(name, address, environment, "UTC", false, "test");
        var run = app.runner.execute(app.runs.queue(app.planner.install(database, "test"), "test", "test", null, null, null));
        if (!run.status().equals("done")) {
            throw new IllegalStateException(run.reason());
        }
        return database;
    }

    /** What the collector does every five minutes. */
    public void measure() {
        app.databases.list().forEach(d -> app.collector.measureNow(d.id()));
    }

    /** The way in for somebody with this role: a one-time link; the name may be new. */
    public String link(String name, Role role) {
        if (app.people.list().stream().noneMatch(p -> p.name().equals(name))) {
            app.people.add(name, role, "test");
        }
        return "/signin/" + app.people.link(name);
    }

    public String address() {
        return "http://127.0.0.1:" + web.port();
    }

    @Override
    public void close() {
        web.stop();
        app.close();
    }
}
