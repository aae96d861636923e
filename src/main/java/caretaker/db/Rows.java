package caretaker.db;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handles;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMappers;
import org.jdbi.v3.core.mapper.reflect.ConstructorMapper;
import org.jdbi.v3.core.result.ResultIterable;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.postgres.PostgresPlugin;

/** How rows become records and values become parameters, for the store and for managed databases alike. */
final class Rows {
    private static final Set<Class<?>> SCALARS = Set.of(String.class, Long.class, Integer.class, Boolean.class, BigDecimal.class,
        Instant.class, LocalDate.class, UUID.class, byte[].class, JsonNode.class);

    private Rows() {}

    static Jdbi jdbi(DataSource source) {
        var jdbi = Jdbi.create(source).installPlugin(new PostgresPlugin());
        configure(jdbi.getConfig());
        return jdbi;
    }

    static void configure(ConfigRegistry config) {
        config.get(Handles.class).setForceEndTransactions(false);
        config.get(SqlStatements.class).setUnusedBindingAllowed(false);
        config.get(ColumnMappers.class).register(JsonNode.class, (r, column, ctx) -> Json.parse(r.getString(column)));
    }

    static <T> ResultIterable<T> map(Query query, Class<T> row) {
        return SCALARS.contains(row) ? query.mapTo(row) : query.map(ConstructorMapper.of(row));
    }

    static <S extends SqlStatement<S>> S bind(S statement, Map<String, ?> args) {
        args.forEach((name, value) -> {
            if (value == null) {
                statement.bindNull(name, Types.NULL);
            } else if (value instanceof Instant at) {
                statement.bind(name, OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
            } else if (value instanceof JsonNode json) {
                statement.bind(name, json.toString());
            } else if (value instanceof Enum<?> word) {
                statement.bind(name, word.name());
            } else {
                statement.bind(name, value);
            }
        });
        return statement;
    }
}
