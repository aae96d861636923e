package caretaker.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.TestServer;
import caretaker.observe.ConnectionTest;
import caretaker.run.Catalogue;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a pooler that gives each transaction another session nothing holds what a session was told: Caretaker notices and says so. */
class PoolerTest {
    @TempDir
    Path home;
    private final Address server = TestServer.database("pooled");
    private Store store;
    private Targets targets;

    @BeforeEach
    void open() {
        store = TestServer.store();
        targets = new Targets(new Databases(store, Secrets.load(home.resolve("key"))), TestServer.sql());
    }

    @AfterEach
    void close() {
        targets.close();
        store.close();
    }

    @Test
    @Catalogue("B13")
    void aPoolerThatRefusesTheSettingsIsNamed() throws IOException {
        refused(PoolerTest::refuse, "unsupported startup parameter: options");
    }

    @Test
    @Catalogue("B13")
    void aPoolerThatDropsTheSettingsIsFound() throws IOException {
        refused(this::drop, "the settings of the connection did not arrive");
    }

    private void refused(Pooler pooler, String why) throws IOException {
        try (var socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            new Thread(() -> serve(socket, pooler)).start();
            var address = new Address("127.0.0.1", socket.getLocalPort(), server.database(), server.user(), server.password(), "disable");
            var result = ConnectionTest.of(targets, "new", address);
            var failed = result.lines().get(result.lines().size() - 1);
            assertEquals("failed", failed.state(), result.toString());
            assertTrue(failed.why().contains(why) && failed.why().contains("a pooler"), failed.why());
            try (var target = targets.trial("new", address)) {
                assertThrows(TargetError.class, () -> target.alone("run", c -> c.createStatement().execute("create table public.never ()")));
            }
        }
        assertEquals(null, TestServer.value(server, "select to_regclass('public.never')"));
    }

    private interface Pooler {
        void take(Socket client) throws IOException;
    }

    private static void serve(ServerSocket socket, Pooler pooler) {
        while (true) {
            try {
                pooler.take(socket.accept());
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** As PgBouncer does with settings that it does not know. */
    private static void refuse(Socket client) throws IOException {
        try (client) {
            new DataInputStream(client.getInputStream()).readNBytes(8);
            var words = "SFATAL\0C08P01\0Munsupported startup parameter: options\0\0".getBytes(StandardCharsets.US_ASCII);
            var out = new DataOutputStream(client.getOutputStream());
            out.writeByte('E');
            out.writeInt(4 + words.length);
            out.write(words);
        }
    }

    /** As PgBouncer does when it was told to ignore them. */
    private void drop(Socket client) throws IOException {
        var in = new DataInputStream(client.getInputStream());
        var startup = new String(in.readNBytes(in.readInt() - 4), StandardCharsets.ISO_8859_1);
        var kept = new ByteArrayOutputStream();
        kept.write(startup.replaceFirst("(?s)options\0[^\0]*\0", "").getBytes(StandardCharsets.ISO_8859_1));
        var there = new Socket(server.host(), server.port());
        var out = new DataOutputStream(there.getOutputStream());
        out.writeInt(4 + kept.size());
        kept.writeTo(out);
        new Thread(() -> pump(client, there)).start();
        new Thread(() -> pump(there, client)).start();
    }

    private static void pump(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // either side has ended
        }
    }
}
