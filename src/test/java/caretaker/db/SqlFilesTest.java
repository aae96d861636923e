package caretaker.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Packs;
import caretaker.TestServer;
import caretaker.Workbench;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.postgres.PostgresPlugin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every file under sql/ does what its header says, on a filled and on an empty database: a new file is covered by being there. */
class SqlFilesTest {
    private static final Pattern PARAMETER = Pattern.compile("(?m)^-- :(\\w+) +(\\w+) +<([^>]*)> +\\S.*$");
    private static final Pattern NOT_CODE = Pattern.compile("--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"");
    private static final Pattern NAME = Pattern.compile("(?<![:\\w]):([a-z_]\\w*)");
    private static final Sql SQL = TestServer.sql();
    private static Workbench bench;
    private static Address empty;

    @BeforeAll
    static void open() {
        bench = new Workbench().withLedger();
        empty = TestServer.database("empty");
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void eachBeginsWithItsTitle() {
        each(files("observe", "collect", "own", "store", "target", "packs").filter(name -> !name.endsWith(".yaml")), name -> {
            var lines = SQL.get(name).lines().toList();
            assertTrue(lines.get(0).matches("-- \\p{Lu}.{2,}"), lines.get(0));
            assertFalse(SQL.get(name).contains("\t"), "a tab");
            assertTrue(SQL.get(name).endsWith("\n"), "the end of the last line");
        });
    }

    /** What pages and the collector read is described: each parameter used stands in the header with an example, and no other. */
    @Test
    void eachParameterIsDescribed() {
        each(files("observe", "collect"), name -> {
            assertEquals(used(SQL.get(name)), new TreeSet<>(examples(SQL.get(name)).keySet()));
            assertEquals(SQL.get(name).lines().filter(l -> l.startsWith("-- :")).count(), examples(SQL.get(name)).size(), "a header line cannot be read");
        });
    }

    @Test
    void whatIsReadIsInAFixedOrder() {
        var ordered = Pattern.compile("(?m)^(order by\\b|select count\\(\\*\\) as \\w+$)"); // a single count needs none
        each(files("observe", "collect"), name -> assertTrue(ordered.matcher(SQL.get(name)).find(), "no order by at the end"));
    }

    @Test
    void runsOnADatabaseWithData() {
        each(managed("observe", "collect").stream().filter(name -> need(name) == null), name -> run(name, Packs.original("titan")));
    }

    @Test
    void runsOnAnEmptyDatabase() {
        each(managed("observe", "collect").stream().filter(name -> need(name) == null), name -> run(name, empty));
    }

    /** Wherever the extension is installed, whatever its schema is called. */
    @Test
    void runsBesideTheExtensionItNeeds() {
        var extended = TestServer.database("extended");
        TestServer.execute(extended, "create schema \"Ext \"\"ra\"");
        each(managed("observe", "collect").stream().filter(name -> need(name) != null), name -> {
            TestServer.execute(extended, "create extension if not exists " + need(name) + " schema \"Ext \"\"ra\"");
            run(name, extended);
        });
    }

    @Test
    void runsOnTheStore() {
        each(files("observe", "collect").filter(SqlFilesTest::store), name -> run(name, bench.store));
    }

    /** The server reads the statement and finds every table, column and type; nothing is executed. */
    @Test
    void everyOwnStatementIsUnderstood() {
        each(files("own"), name -> {
            try (var connection = store(name) ? bench.store.connection() : TestServer.connect(bench.address)) {
                for (var statement : statements(SQL.get(name))) {
                    try (var prepared = connection.prepareStatement(statement)) {
                        prepared.getParameterMetaData().getParameterCount();
                        prepared.getMetaData();
                    }
                }
            }
        });
    }

    @Test
    void jdbiReadsWhatIsMeantForIt() {
        each(files("own", "observe", "collect"), name -> {
            var code = NOT_CODE.matcher(SQL.get(name)).replaceAll("");
            assertFalse(code.contains("?"), "a question mark is a parameter to Jdbi");
            assertFalse(Pattern.compile("\\[[^\\]]*:[^:][^\\]]*\\]").matcher(code.replaceAll("::\\w+", "").replaceAll(":[a-z_]\\w*", "")).find(), "a slice [1:2] is a parameter to Jdbi");
            assertFalse(code.contains("$$"), "Jdbi does not know $$");
        });
    }

    @Test
    void thePacksLoadAsAnOwnerWhoIsNoSuperuser() {
        for (var pack : Packs.NAMES) {
            var care = Packs.copy(pack);
            assertEquals("f", TestServer.value(care, "select rolsuper or rolcreaterole or rolbypassrls or rolreplication from pg_roles where rolname = current_user"));
            assertEquals("0", TestServer.value(care, "select count(*) from pg_class as c join pg_roles as r on r.oid = c.relowner where c.relnamespace = 'public'::regnamespace and r.rolsuper"));
            assertTrue(Long.parseLong(TestServer.value(care, "select sum(reltuples)::bigint from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")) > 10_000);
            TestServer.execute(care, "create schema caretaker; create table public.mine_archive (id bigint)");
        }
        assertTrue(Packs.NAMES.containsAll(List.of("selfos", "titan")), Packs.NAMES.toString());
    }

    @Test
    void theSameDataComesEachTime() {
        for (var pack : Packs.NAMES) {
            var twice = Packs.files(pack).values().stream().filter(text -> Pattern.compile("\\brandom\\(\\)|gen_random_uuid\\(\\)|setseed").matcher(text.replaceAll("default gen_random_uuid\\(\\)", "")).find()).toList();
            assertEquals(List.of(), twice, pack + " rolls dice");
        }
    }

    private interface Check {
        void of(String name) throws SQLException;
    }

    /** Checks all of them and lists what is wrong with which. */
    private static void each(Stream<String> names, Check check) {
        var wrong = new ArrayList<String>();
        names.forEach(name -> {
            try {
                check.of(name);
            } catch (AssertionError | SQLException | RuntimeException e) {
                wrong.add(name + ": " + e.getMessage());
            }
        });
        assertEquals("", String.join("\n", wrong));
    }

    private static Stream<String> files(String... folders) {
        return Stream.of(folders).flatMap(folder -> SQL.names(folder).stream().map(name -> folder + "/" + name));
    }

    /** Of files that come in variants the one that is for this server. */
    private static Collection<String> managed(String... folders) {
        var chosen = new TreeMap<String, String>();
        files(folders).filter(name -> !store(name) && since(name) <= TestServer.majorVersion())
            .forEach(name -> chosen.merge(name.replaceAll("\\.pg\\d+$", ""), name, (a, b) -> since(a) > since(b) ? a : b));
        return chosen.values();
    }

    /** The version of PostgreSQL from which on a variant is used; 0 for what is there without one. */
    private static int since(String name) {
        return Pattern.compile("\\.pg(\\d+)$").matcher(name).results().mapToInt(v -> Integer.parseInt(v.group(1))).sum();
    }

    private static String need(String name) {
        return Pattern.compile("(?m)^-- needs: (\\w+)$").matcher(SQL.get(name)).results().map(n -> n.group(1)).findFirst().orElse(null);
    }

    /** Statements about the store name its schema; all others are for a managed database. */
    private static boolean store(String name) {
        return Pattern.compile("\\bcaretaker_store\\.").matcher(NOT_CODE.matcher(SQL.get(name)).replaceAll("")).find();
    }

    private static void run(String name, Address address) throws SQLException {
        try (var connection = Pools.single(address, SQL.get("own/session_pin"), "test")) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (var handle = Jdbi.create(connection).installPlugin(new PostgresPlugin()).open()) {
                Rows.configure(handle.getConfig());
                Rows.bind(handle.createQuery(SQL.get(name).replace("@extschema@", Quote.name("Ext \"ra"))), values(name)).mapToMap().list();
            }
            connection.rollback();
        }
    }

    private static void run(String name, Store store) throws SQLException {
        try (var connection = store.connection(); var handle = Jdbi.create(connection).installPlugin(new PostgresPlugin()).open()) {
            Rows.configure(handle.getConfig());
            Rows.bind(handle.createQuery(SQL.get(name)), values(name)).mapToMap().list();
        }
    }

    private static Map<String, String[]> examples(String text) {
        var examples = new TreeMap<String, String[]>();
        PARAMETER.matcher(text).results().forEach(p -> examples.put(p.group(1), new String[] {p.group(2), p.group(3)}));
        return examples;
    }

    private static Map<String, Object> values(String name) {
        var values = new HashMap<String, Object>();
        examples(SQL.get(name)).forEach((parameter, example) -> values.put(parameter, value(example[0], example[1])));
        return values;
    }

    private static Object value(String type, String text) {
        return text.equals("null") ? null : switch (type) {
            case "bigint", "oid" -> Long.valueOf(text);
            case "integer" -> Integer.valueOf(text);
            case "numeric" -> new BigDecimal(text);
            case "boolean" -> Boolean.valueOf(text);
            case "timestamptz" -> Instant.parse(text);
            case "date" -> LocalDate.parse(text);
            default -> text;
        };
    }

    private static TreeSet<String> used(String text) {
        var names = new TreeSet<String>();
        NAME.matcher(NOT_CODE.matcher(text).replaceAll("")).results().forEach(n -> names.add(n.group(1)));
        return names;
    }

    /** The statements of a file with every :name as a question mark; quotes, comments and casts stay as they are. */
    private static Stream<String> parts(String text) {
        return text.contains("do $pin$") ? Stream.of(text) : Stream.of(text.split(";\\s*(?=\n|$)"));
    }

    private static List<String> statements(String text) {
        var code = new StringBuilder();
        var literal = NOT_CODE.matcher(text);
        int from = 0;
        while (literal.find()) {
            code.append(NAME.matcher(text.substring(from, literal.start())).replaceAll("?")).append(literal.group());
            from = literal.end();
        }
        code.append(NAME.matcher(text.substring(from)).replaceAll("?"));
        return parts(code.toString()).filter(s -> !NOT_CODE.matcher(s).replaceAll("").isBlank()).toList();
    }
}
