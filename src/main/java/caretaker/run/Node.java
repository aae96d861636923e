package caretaker.run;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The process that runs something: host, process id, its start and the space of its id, so that a neighbour on the same host can tell whether it still lives. */
public record Node(String host, long pid, long startedMs, String space) {
    /** A console whose heartbeat is older than this has lost its runs; tests make it shorter with -Dcaretaker.lease=SECONDS. */
    public static final Duration LEASE = Duration.ofSeconds(Integer.getInteger("caretaker.lease", 60));
    /** The start of a process is worked out from the clock, which may be set meanwhile. */
    private static final long CLOCK_STEP_MS = 60_000;

    public static Node here() {
        var self = ProcessHandle.current();
        return new Node(hostName(), self.pid(), started(self), ownSpace());
    }

    static Optional<Node> parse(String name) {
        var parts = name == null ? new String[0] : name.split("\\|");
        return parts.length == 4 ? Optional.of(new Node(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), parts[3])) : Optional.empty();
    }

    public String name() {
        return host + "|" + pid + "|" + startedMs + "|" + space;
    }

    /** True when it can be seen from here that the process is gone: only on the same host. */
    boolean gone() {
        return host.equals(hostName()) && space.equals(ownSpace())
            && ProcessHandle.of(pid).filter(p -> p.isAlive() && Math.abs(started(p) - startedMs) < CLOCK_STEP_MS).isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** The space in which process ids have a meaning: containers on one host have their own. */
    private static String ownSpace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return "host";
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
