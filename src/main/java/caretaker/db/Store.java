package caretaker.db;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;

/** Caretaker's own database. Statements are named by their file under sql/; rows become public records, by column name. */
public final class Store implements AutoCloseable {
    private final HikariDataSource pool;
    private final Jdbi jdbi;
    private final Sql sql;
    private final Handle handle; // not null inside a transaction

    private Store(HikariDataSource pool, Jdbi jdbi, Sql sql, Handle handle) {
        this.pool = pool;
        this.jdbi = jdbi;
        this.sql = sql;
        this.handle = handle;
    }

    /** Opens the store and brings its schema up to date. Throws a UserError in one sentence when it cannot be reached. */
    public static Store open(Address address, Sql sql) {
        var pool = Pools.store(address);
        Migrations.store(pool, sql);
        return new Store(pool, Rows.jdbi(pool), sql, null);
    }

    /** All rows; arguments are bound by name, every name in the file must be given. */
    public <T> List<T> list(String name, Class<T> row, Map<String, ?> args) {
        return with(h -> Rows.map(bind(h.createQuery(sql.get(name)), args), row).list());
    }

    public <T> List<T> list(String name, Class<T> row) {
        return list(name, row, Map.of());
    }

    /** The first row, or empty. */
    public <T> Optional<T> first(String name, Class<T> row, Map<String, ?> args) {
        return with(h -> Rows.map(bind(h.createQuery(sql.get(name)), args), row).findFirst());
    }

    /** The only row; anything else is a defect. */
    public <T> T one(String name, Class<T> row, Map<String, ?> args) {
        return with(h -> Rows.map(bind(h.createQuery(sql.get(name)), args), row).one());
    }

    /** Executes a statement and tells how many rows it touched. */
    public int update(String name, Map<String, ?> args) {
        return with(h -> bind(h.createUpdate(sql.get(name)), args).execute());
    }

    /** Runs the work in one transaction: all of it or nothing. */
    public <T> T inTransaction(Function<Store, T> work) {
        return handle != null ? work.apply(this) : jdbi.inTransaction(h -> work.apply(new Store(pool, jdbi, sql, h)));
    }

    /** A raw connection of the pool, for Quartz. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    @Override
    public void close() {
        pool.close();
    }

    private <T> T with(Function<Handle, T> work) {
        return handle != null ? work.apply(handle) : jdbi.withHandle(work::apply);
    }

    private static <S extends SqlStatement<S>> S bind(S statement, Map<String, ?> args) {
        return Rows.bind(statement, args);
    }
}
