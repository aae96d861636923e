package caretaker.run;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/** The process that runs something: host, process id and its start, so that a neighbour on the same host can tell whether it still lives. */
public record Node(String host, long pid, long startedMs) {
    public static Node here() {
        var self = ProcessHandle.current();
        return new Node(hostName(), self.pid(), started(self));
    }

    static Optional<Node> parse(String name) {
        var parts = name == null ? new String[0] : name.split("\\|");
        return parts.length == 3 ? Optional.of(new Node(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]))) : Optional.empty();
    }

    public String name() {
        return host + "|" + pid + "|" + startedMs;
    }

    /** True when it can be seen from here that the process is gone: only on the same host. */
    boolean gone() {
        return host.equals(hostName()) && ProcessHandle.of(pid).filter(p -> p.isAlive() && started(p) == startedMs).isEmpty();
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
