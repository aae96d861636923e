package caretaker.db;

import caretaker.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The folder in which the embedded server lives: who holds it, the data, the password, and the port it is known under. */
record Home(Path folder) {
    Path file(String name) {
        return folder.resolve(name);
    }

    Path data() {
        return folder.resolve("postgres");
    }

    /** True while a console runs in it. */
    boolean inUse() {
        if (!Files.exists(file("console.lock"))) {
            return false;
        }
        var lock = lock();
        lock.ifPresent(Home::release);
        return lock.isEmpty();
    }

    /** Takes the folder for this process; empty when another console has it. */
    Optional<FileChannel> lock() {
        try {
            Files.createDirectories(folder);
            var channel = FileChannel.open(file("console.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock held = null;
            try {
                held = channel.tryLock();
            } catch (OverlappingFileLockException e) {
                // held by this very process
            }
            if (held == null) {
                channel.close();
            }
            return Optional.ofNullable(held).map(h -> channel);
        } catch (IOException e) {
            throw UserError.of("The home " + folder + " cannot be written: set CARETAKER_HOME to a folder that can.");
        }
    }

    static void release(FileChannel lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    String password() {
        try {
            return Files.readString(file("postgres.password")).trim();
        } catch (IOException e) {
            throw UserError.of("The file " + file("postgres.password") + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /** The port of a live server here, from its postmaster.pid (pid, folder, start, port, …, state in the eighth line). */
    Optional<Integer> running() throws IOException {
        var file = data().resolve("postmaster.pid");
        var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
        if (lines.size() < 4) {
            return Optional.empty();
        }
        var process = ProcessHandle.of(Long.parseLong(lines.get(0).trim())).filter(ProcessHandle::isAlive);
        return process.filter(p -> p.info().command().map(c -> c.endsWith("postgres")).orElse(true)).map(p -> Integer.parseInt(lines.get(3).trim()));
    }

    /**
     * Removes what a server left that was killed together with everything around it, as when a container dies: its process id may belong to
     * anything now, and PostgreSQL would refuse to start for it. This home is locked, so no other console can be starting one.
     */
    void forgetDead() throws IOException {
        var file = data().resolve("postmaster.pid");
        var lines = Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
        if (running().isEmpty() && lines.size() >= 4 && free(Integer.parseInt(lines.get(3).trim()))) {
            Files.delete(file);
        }
    }

    int awaitReady(Duration limit) {
        var deadline = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                var port = running();
                if (port.isPresent() && Files.readAllLines(data().resolve("postmaster.pid")).stream().skip(7).anyMatch(l -> l.strip().equals("ready"))) {
                    return port.get();
                }
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (IOException | NumberFormatException e) {
                // the file is being written: look again
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        throw UserError.of("The PostgreSQL in " + data() + " did not become ready; see " + file("postgres.log") + ".");
    }

    /** Gives the port that was remembered, or 0, and remembers this one. */
    int remember(int port) {
        try {
            var file = file("postgres.port");
            int former = Files.exists(file) ? Integer.parseInt(Files.readString(file).trim()) : 0;
            Files.writeString(file, port + "\n");
            return former;
        } catch (IOException e) {
            throw UserError.of("The home " + folder + " cannot be written: " + e.getMessage() + ".");
        }
    }

    /** The port of the last start when it is free, else the first free one below the range from which systems lend ports to outgoing connections. */
    int freePort(int tries) throws IOException {
        var file = file("postgres.port");
        var known = Files.exists(file) && tries == 0 ? IntStream.of(Integer.parseInt(Files.readString(file).trim())) : IntStream.empty();
        return IntStream.concat(known, IntStream.range(15_432, 16_432)).filter(Home::free).findFirst()
            .orElseThrow(() -> UserError.of("No port between 15432 and 16431 is free for the embedded PostgreSQL."));
    }

    static boolean free(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
