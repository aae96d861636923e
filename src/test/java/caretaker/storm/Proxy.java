package caretaker.storm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The network in front of a server: it can be cut, held up, closed to new connections, or lose the answer to a commit. */
final class Proxy implements AutoCloseable {
    private final String host;
    private final int port;
    private final ServerSocket door;
    private final Set<Wire> wires = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private final Snare snare = new Snare();
    private volatile boolean closed;
    private volatile boolean refusing;
    private volatile boolean stalling;

    Proxy(String host, int port) {
        this.host = host;
        this.port = port;
        try {
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon("proxy " + door.getLocalPort(), this::admit);
    }

    static void daemon(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return door.getLocalPort();
    }

    /** Resets every connection on both sides; tells how many there were. */
    int cut() {
        int count = 0;
        for (var wire : wires) {
            wire.reset();
            count++;
        }
        return count;
    }

    /** Nothing passes any more, in either direction, and nobody is told. */
    void stall() {
        stalling = true;
        wires.forEach(w -> w.hold(true));
    }

    /** New connections are reset at once. */
    void refuse() {
        refusing = true;
    }

    /** Everything passes again, also what was held up. */
    void heal() {
        refusing = false;
        stalling = false;
        snare.armed(false);
        wires.forEach(w -> w.hold(false));
    }

    /** The next commit of a batch takes place, but whoever sent it loses the connection instead of the answer. */
    void loseCommit() {
        snare.armed(true);
    }

    /** True while something waits to pass. */
    boolean holdsSomething() {
        return wires.stream().anyMatch(Wire::holds);
    }

    int refused() {
        return refused.get();
    }

    int lostCommits() {
        return lost.get();
    }

    @Override
    public void close() {
        closed = true;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        heal();
        cut();
    }

    void gone(Wire wire) {
        wires.remove(wire);
    }

    /** Asked by a wire for each answer on its way back. */
    boolean swallows(byte[] answer, int length) {
        boolean caught = snare.catches(answer, length);
        if (caught) {
            lost.incrementAndGet();
        }
        return caught;
    }

    private void admit() {
        while (!closed) {
            try {
                admit(door.accept());
            } catch (IOException e) {
                // the door was closed, or the visitor left at once
            }
        }
    }

    private void admit(Socket visitor) {
        if (refusing) {
            refused.incrementAndGet();
            Wire.reset(visitor);
            return;
        }
        try {
            var wire = new Wire(this, visitor, new Socket(host, port));
            wires.add(wire);
            wire.hold(stalling);
            wire.start();
        } catch (IOException e) {
            Wire.reset(visitor); // the server behind is down
        }
    }
}
