package caretaker;

import caretaker.db.Databases;
import caretaker.db.EmbeddedServer;
import caretaker.db.Secrets;
import caretaker.db.Sql;
import caretaker.db.Store;
import caretaker.db.TargetError;
import caretaker.db.Targets;
import caretaker.observe.Checks;
import caretaker.observe.Collector;
import caretaker.observe.Publisher;
import caretaker.plan.Cleanup;
import caretaker.plan.Holds;
import caretaker.plan.Planner;
import caretaker.plan.Plans;
import caretaker.plan.Policies;
import caretaker.plan.Restores;
import caretaker.run.ExportFolder;
import caretaker.run.Node;
import caretaker.run.Reaper;
import caretaker.run.Runner;
import caretaker.run.Runs;
import caretaker.schedule.RoutineWork;
import caretaker.schedule.Routines;
import caretaker.schedule.Scheduler;
import caretaker.web.People;
import caretaker.web.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Everything Caretaker is made of, wired by hand in reading order. The console adds the web; a command uses the parts it needs. */
public final class App implements AutoCloseable {
    public static final String VERSION = "0.1.0";
    public final Config config;
    public final InstantSource clock = Clock.systemUTC();
    public final Sql sql;
    public final EmbeddedServer embedded; // null with a store of its own
    public final Store store;
    public final Databases databases;
    public final Targets targets;
    public final Policies policies;
    public final Plans plans;
    public final Holds holds;
    public final Planner planner;
    public final Restores restores;
    public final Cleanup cleanup;
    public final ExportFolder exports;
    public final Runs runs;
    public final Runner runner;
    public final Reaper reaper;
    public final Routines routines;
    public final Scheduler scheduler;
    public final Checks checks;
    public final Collector collector;
    public final People people;

    /** For the console: the home must be free. */
    public static App console(Config config, Consumer<String> progress) {
        return open(config, config.store() == null ? EmbeddedServer.start(config.home(), progress) : null);
    }

    /** For a command: beside a console that runs in this home, or on its own. */
    public static App command(Config config) {
        return open(config, config.store() != null ? null : EmbeddedServer.attach(config.home()).orElseGet(() -> EmbeddedServer.start(config.home(), line -> {})));
    }

    /** A start that fails leaves no server behind. */
    private static App open(Config config, EmbeddedServer embedded) {
        try {
            return new App(config, embedded);
        } catch (RuntimeException e) {
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
    }

    private App(Config config, EmbeddedServer embedded) {
        this.config = config;
        this.embedded = embedded;
        sql = Sql.load(config.dev());
        try {
            store = Store.open(embedded == null ? config.store() : embedded.store(), sql);
        } catch (TargetError e) {
            throw UserError.of("The store cannot be used. " + e.advice());
        }
        checkClock();
        databases = new Databases(store, secrets(config, store));
        if (embedded != null) {
            databases.moved("127.0.0.1", embedded.formerPort(), embedded.port());
        }
        targets = new Targets(databases, sql);
        policies = new Policies(store, databases, targets);
        plans = new Plans(store);
        holds = new Holds(store, databases, targets, clock);
        planner = new Planner(plans, databases, targets, holds, sql, clock);
        restores = new Restores(plans, databases, targets, clock);
        cleanup = new Cleanup(store, databases, targets, policies, holds, clock);
        exports = new ExportFolder(config.exports());
        var node = Node.here();
        runs = new Runs(store, databases, node, clock);
        runner = new Runner(new Runner.Means(runs, plans, policies, holds, databases, targets, exports, cleanup::measure, clock));
        reaper = new Reaper(runs, plans, targets, clock);
        routines = new Routines(store, databases, clock);
        var work = new RoutineWork(store, new RoutineWork.Means(databases, policies, planner, runs, runner::execute, cleanup), clock);
        scheduler = new Scheduler(store, routines, new Scheduler.Hands(runner::execute, work::run, reaper::reap), clock, node.name());
        checks = new Checks(store, databases, targets, sql, clock);
        var publisher = new Publisher(store, databases, targets, clock);
        collector = new Collector(store, databases, targets, sql, clock, id -> follow(id, publisher)).failing(checks::due);
        people = new People(store, clock);
    }

    /** What follows each round of the collector. */
    private void follow(long databaseId, Publisher publisher) {
        cleanup.measureAll(databaseId);
        checks.due(databaseId);
        publisher.due(databaseId);
    }

    /** Cutoffs are worked out from this machine's clock and due times are shared by all consoles: a wrong clock would delete too much. */
    private void checkClock() {
        var apart = Duration.between(store.one("own/clock", Instant.class, Map.of()), clock.instant()).abs();
        if (apart.compareTo(Duration.ofSeconds(60)) > 0) {
            throw UserError.of("The clocks of this machine and of the store are " + apart.toSeconds() + " s apart; set them right first.");
        }
    }

    /** Says before anything is made that the port is taken. */
    public static void checkPort(String host, int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            socket.getLocalPort();
        } catch (UnknownHostException e) {
            throw UserError.of("CARETAKER_HOST is " + host + ", which is no address of this machine.");
        } catch (IOException e) {
            throw UserError.of("The port " + port + " is in use; stop what listens there or set CARETAKER_PORT to another one.");
        }
    }

    /** The web console over all of it, not listening yet. */
    public Web web() {
        var facts = new LinkedHashMap<String, String>();
        facts.put("Version", VERSION);
        facts.put("Store", embedded == null ? config.store().toString() : "embedded PostgreSQL in " + config.home());
        facts.put("Home", config.home().toString());
        return new Web(new Web.Parts(store, databases, targets, collector, checks, policies, plans, planner, restores, cleanup, holds, exports, runs, routines,
            scheduler, clock, config.dev(), facts, scheduler::ready));
    }

    /** The link with which somebody signs in once; the admin for null. */
    public String signinLink(String name, int port) {
        return "http://localhost:" + port + "/signin/" + people.link(name);
    }

    @Override
    public void close() {
        scheduler.close();
        collector.close();
        runner.close();
        targets.close();
        store.close();
        Optional.ofNullable(embedded).ifPresent(EmbeddedServer::close);
    }

    /** The first console writes down which key its passwords are sealed with; one with another key stops here. */
    private static Secrets secrets(Config config, Store store) {
        if (!Files.exists(config.keyFile()) && store.first("own/setting_get", String.class, Map.of("name", "key")).isPresent()) {
            throw UserError.of("The key file " + config.keyFile() + " is missing, and this store's passwords are sealed with it; set CARETAKER_KEY_FILE to where it is.");
        }
        var secrets = Secrets.load(config.keyFile());
        var known = store.one("own/setting_keep", String.class, Map.of("name", "key", "value", secrets.fingerprint()));
        if (!known.equals(secrets.fingerprint())) {
            throw UserError.of("The key file " + config.keyFile() + " is not the one this store's passwords are sealed with; set CARETAKER_KEY_FILE to that one.");
        }
        return secrets;
    }
}
