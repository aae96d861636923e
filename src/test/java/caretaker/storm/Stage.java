package caretaker.storm;

import caretaker.App;
import caretaker.Config;
import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything a storm goes over: a server, a store, a managed database behind a proxy, tables with policies, the real console and two quicker ones. */
final class Stage implements AutoCloseable {
    private static final Path HOME = Path.of("target", "storm", "home").toAbsolutePath();
    final Arena arena = Arena.open();
    final Shelf shelf = Shelf.open();
    final Address managed;
    final Proxy network;
    final Line line;       // to the managed database
    final Line storeLine;
    final App app;         // the harness's own view of the store: what a person at a console sees
    final Map<Plot, Policy> policies = new TreeMap<>((a, b) -> a.table().compareTo(b.table()));
    final List<Console> consoles;
    private boolean closed;

    Stage(List<Plot> plots) {
        var storeAddress = arena.database("storm_store");
        managed = arena.database("storm");
        var login = arena.login(managed.database());
        TestServer.execute(login, Plot.create(plots));
        network = new Proxy(managed.host(), managed.port());
        line = new Line(managed);
        storeLine = new Line(storeAddress);
        app = App.command(new Config(storeAddress, home("person"), "127.0.0.1", 0, TestServer.key(), shelf.folder(), null));
        var database = app.databases.save("storm", new Address("127.0.0.1", network.port(), managed.database(), login.user(), login.password(), "disable"), "staging",
            "UTC", false, "ana");
        run(app.runs.queue(app.planner.install(database, "ana"), "ana", null, null, null, null));
        plots.forEach(plot -> policies.put(plot, app.policies.save(new PolicyDraft(plot.table(), "storm", plot.name(), "at", "30 days", List.of(), plot.action(), null,
            false, "UTC", null, BigDecimal.valueOf(100), 1_000_000L, null, null, null, plot.handling()), "ana")));
        consoles = List.of(new Console("caretaker.Main", storeAddress, home("first"), shelf.folder()), new Console("caretaker.storm.Hand", storeAddress, home("second"), shelf.folder()),
            new Console("caretaker.storm.Hand", storeAddress, home("third"), shelf.folder()));
    }

    /** A storm that is broken off leaves no process and no disk behind. */
    Stage guarded() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        return this;
    }

    private void run(long id) {
        var run = app.runner.execute(id);
        if (!run.status().equals("done")) {
            throw new IllegalStateException(run.status() + ": " + run.reason());
        }
    }

    private static Path home(String name) {
        try {
            return Files.createDirectories(HOME.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        consoles.forEach(Console::close);
        app.close();
        network.close();
        line.close();
        storeLine.close();
        arena.close();
        shelf.close();
    }
}
