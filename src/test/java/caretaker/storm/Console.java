package caretaker.storm;

import caretaker.db.Address;
import caretaker.e2e.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** A console of the storm: a process with a way of its own to the store, started again whenever it has ended. */
final class Console implements AutoCloseable {
    static final int LEASE_SECONDS = 2;
    private final String main;
    private final Proxy store;
    private final Address storeAddress;
    private final Path home;
    private final Path exports;
    private Child child;
    private String armed = "";
    private boolean frozen;
    private int starts;

    /** main is caretaker.Main for the real console, or a class of the tests. */
    Console(String main, Address storeAddress, Path home, Path exports) {
        this.main = main;
        this.exports = exports;
        this.home = home;
        this.store = new Proxy(storeAddress.host(), storeAddress.port());
        this.storeAddress = new Address("127.0.0.1", store.port(), storeAddress.database(), storeAddress.user(), storeAddress.password(), "disable");
    }

    /** Starts it; fault is POINT:ACTION:NTH, or empty. */
    void start(String fault) {
        armed = fault;
        frozen = false;
        starts++;
        var options = fault.isEmpty() ? List.of("-Dcaretaker.lease=" + LEASE_SECONDS) : List.of("-Dcaretaker.lease=" + LEASE_SECONDS, "-Dcaretaker.fault=" + fault);
        var environment = new HashMap<>(Child.store(storeAddress, home));
        environment.put("CARETAKER_EXPORTS", exports.toString());
        child = Child.start(environment, options, main, main.endsWith("Main") ? new String[] {"serve"} : new String[0]);
    }

    boolean alive() {
        return child != null && child.alive();
    }

    long pid() {
        return child == null ? -1 : child.pid();
    }

    int starts() {
        return starts;
    }

    /** The way to the store. */
    Proxy store() {
        return store;
    }

    boolean frozen() {
        return frozen;
    }

    /** True once the fault it was started with has happened. */
    boolean faulted() {
        return !armed.isEmpty() && child.output().contains("The fault " + armed);
    }

    String armed() {
        return armed;
    }

    void disarm() {
        armed = "";
    }

    void kill() {
        child.kill();
    }

    void freeze() {
        signal("STOP");
        frozen = true;
    }

    /** It has stopped at its point. */
    void frozenItself() {
        frozen = true;
    }

    void wake() {
        frozen = false;
        signal("CONT");
    }

    String output() {
        return child.output();
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
        }
        store.close();
    }

    private void signal(String name) {
        signal(name, child.pid());
    }

    /** Sends a signal to a process; nothing happens when it is gone. */
    static void signal(String name, long pid) {
        try {
            new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
