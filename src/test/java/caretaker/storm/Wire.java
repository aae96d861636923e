package caretaker.storm;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection through the proxy: two sockets and a pump in each direction. */
final class Wire {
    private static final byte[] LEDGER = "insert into caretaker.batch".getBytes(StandardCharsets.US_ASCII);
    private final Proxy proxy;
    private final Socket client;
    private final Socket server;
    private volatile boolean mover;   // has recorded a batch: its commits move rows
    private boolean held;             // guarded by this
    private int waiting;              // guarded by this

    Wire(Proxy proxy, Socket client, Socket server) {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Proxy.daemon("wire out", () -> pump(client, server));
        Proxy.daemon("wire back", () -> pump(server, client));
    }

    synchronized void hold(boolean on) {
        held = on;
        notifyAll();
    }

    synchronized boolean holds() {
        return held && waiting > 0;
    }

    void reset() {
        hold(false);
        reset(client);
        reset(server);
        proxy.gone(this);
    }

    /** Closes with RST instead of FIN; what is closed already stays so. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // closed already
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // gone all the same
        }
    }

    private void pump(Socket from, Socket to) {
        var bytes = new byte[16_384];
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            for (int length = in.read(bytes); length >= 0; length = in.read(bytes)) {
                pass();
                if (from == client) {
                    mover |= Snare.contains(bytes, length, LEDGER);
                } else if (mover && proxy.swallows(bytes, length)) {
                    break;
                }
                out.write(bytes, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            // one side is gone, so the other goes too
        }
        if (from == server) {
            reset(client);
        }
        close(client);
        close(server);
        proxy.gone(this);
    }

    private synchronized void pass() throws IOException {
        waiting++;
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            waiting--;
        }
    }
}
