package caretaker.observe;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Work for databases: one piece at a time for each database, different databases side by side. */
final class Lanes {
    private final Map<Long, CompletableFuture<?>> last = new ConcurrentHashMap<>();
    private final Executor workers;

    Lanes(Executor workers) {
        this.workers = workers;
    }

    /** Runs the work when all that was put into this database's lane before has ended, well or not. */
    <T> CompletableFuture<T> add(long databaseId, Supplier<T> work) {
        var result = new CompletableFuture<T>();
        last.compute(databaseId, (id, before) -> {
            var ready = before == null ? CompletableFuture.completedFuture(null) : before.handle((done, failed) -> null);
            return ready.thenRunAsync(() -> run(work, result), workers);
        });
        return result;
    }

    private static <T> void run(Supplier<T> work, CompletableFuture<T> result) {
        try {
            result.complete(work.get());
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }
}
