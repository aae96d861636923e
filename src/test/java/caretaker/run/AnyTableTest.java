package caretaker.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import caretaker.Workbench;
import caretaker.db.Quote;
import caretaker.plan.Handling;
import caretaker.plan.Policy;
import caretaker.plan.PolicyDraft;
import caretaker.plan.Restores;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Random tables (types, nulls, hostile values and names, with and without keys, partitioned or not), random policies: what is moved and brought
 * back is the same to the byte. A seed makes one table; -Dany.table.seeds=N tries more, -Dany.table.seed=N repeats one.
 */
class AnyTableTest {
    private static final List<String> NAMES = List.of("plain", "Two words", "q\"uote", "a.b", "semi;--", "$$", "%s {0} :x ?", "new\nline", "😀", "مرحبا", "é".repeat(31),
        "x".repeat(63), "-dash", "<img onerror=x>", "select", "ctid_", "back\\slash", "caretaker_file", "gone", "k", "w", "there");
    /** Every kind of type with values that have hurt somebody: literals without quotes around them are expressions. */
    private static final Map<String, List<String>> TYPES = Map.ofEntries(
        Map.entry("text", List.of("", "\\N", "NULL", "\\.", "a,b", "say \"hi\"", "line\r\nbreak\n", "\t tab ", "😀\u202e", "=cmd()", "'; drop table x; --", "x".repeat(20_000))),
        Map.entry("character varying(7)", List.of("", "abc   ", "äöü€")), Map.entry("character(5)", List.of("", "ab", "ab   ")), Map.entry("name", List.of("a", "")),
        Map.entry("\"char\"", List.of("x", "")), Map.entry("smallint", List.of("-32768", "32767")), Map.entry("bigint", List.of("-9223372036854775808", "0")),
        Map.entry("numeric", List.of("NaN", "0.000", "-1e-120", "1" + "0".repeat(200), "123.4500")), Map.entry("numeric(20,10)", List.of("1.0000000001", "-9999999999.9999999999")),
        Map.entry("real", List.of("NaN", "-0", "1e-40", "Infinity", "0.1")), Map.entry("double precision", List.of("NaN", "-Infinity", "1e-320", "0.30000000000000004")),
        Map.entry("money", List.of("-12.34", "92233720368547758.07")), Map.entry("boolean", List.of("t", "f")), Map.entry("bytea", List.of("", "\\x00ff5c", "\\x" + "0a".repeat(3000))),
        Map.entry("date", List.of("infinity", "-infinity", "0044-03-15 BC", "5874897-12-31", "2026-03-29")),
        Map.entry("timestamp", List.of("infinity", "4713-01-01 00:00:00 BC", "2026-03-29 02:30:00.000001", "294276-12-31 23:59:59.999999")),
        Map.entry("timestamptz", List.of("-infinity", "2026-10-25 01:30:00.5+00", "0001-01-01 00:00+00")), Map.entry("time", List.of("24:00", "00:00:00.000001")),
        Map.entry("timetz", List.of("24:00+00", "12:00:00.1-15:59")), Map.entry("interval", List.of("-1 mons +2 days -03:04:05.000006", "178000000 years")),
        Map.entry("uuid", List.of("00000000-0000-0000-0000-000000000000")), Map.entry("json", List.of("{\"b\": 1,  \"a\":1, \"a\":2}", "null", "\"\\u20ac\"")),
        Map.entry("jsonb", List.of("{\"a\": 1.10}", "null", "[]")), Map.entry("xml", List.of("<a>&lt;b/></a>")), Map.entry("inet", List.of("::1/64", "10.0.0.1")),
        Map.entry("cidr", List.of("10.0.0.0/8")), Map.entry("macaddr", List.of("08:00:2b:01:02:03")), Map.entry("bit(3)", List.of("101")), Map.entry("bit varying", List.of("", "1")),
        Map.entry("tsvector", List.of("'a b':1A 'c'", "")), Map.entry("tsquery", List.of("'a' & !'b'", "")), Map.entry("point", List.of("(1e-300,-0)")),
        Map.entry("polygon", List.of("((0,0),(1,1),(1,0))")), Map.entry("int4range", List.of("empty", "[1,5)", "(,)")), Map.entry("tstzrange", List.of("[2026-01-01 00:00+00,infinity]")),
        Map.entry("text[]", List.of("{}", "{NULL,\"NULL\",\"\",\"a,b\",\"\\\"\",\"\\\\\"}", "{{a,b},{c,d}}", "[5:6]={x,y}")), Map.entry("numeric[]", List.of("{NaN,1.0}")),
        Map.entry("oidvector", List.of("1 2")), Map.entry("pg_lsn", List.of("16/B374D848")), Map.entry("regclass", List.of("pg_catalog.pg_class")),
        Map.entry("public.mood", List.of("so, so", "it's \"fine\"")), Map.entry("public.short", List.of("abc", "")), Map.entry("public.pair", List.of("(\"a,\"\"b\",)", "(,3)")),
        Map.entry("public.mood[]", List.of("{\"so, so\"}")));

    @TestFactory
    @Catalogue({"A14", "A34", "C5", "C8", "C17", "H1"})
    List<DynamicTest> isMovedAndBroughtBackToTheByte() {
        var one = Long.getLong("any.table.seed");
        var tests = new ArrayList<DynamicTest>();
        for (long seed = 1; seed <= Integer.getInteger("any.table.seeds", 12); seed++) {
            long chosen = one == null ? seed : one;
            tests.add(DynamicTest.dynamicTest("seed " + chosen, () -> one(new Random(chosen * 7919))));
        }
        return one == null ? tests : tests.subList(0, 1);
    }

    private void one(Random random) {
        try (var bench = new Workbench().withLedger().with("""
            create type public.mood as enum ('so, so', 'it''s "fine"');
            create domain public.short as text check (length(value) < 10);
            create type public.pair as (a text, b integer)""")) {
            var table = new Made(random);
            table.statements().forEach(bench::with);
            var oracle = bench.value(table.digest("from " + table.quoted()));
            var action = random.nextBoolean() ? "archive" : "export";
            var plan = bench.preview(policy(bench, table, action, random), 1 + random.nextInt(120));
            assertNull(plan.refusal(), table.toString());
            var run = bench.run(plan);
            assertEquals("done", run.status(), table + "\n" + run.reason());
            assertEquals(plan.rows(), run.doneRows(), table.toString());
            assertEquals(Made.ROWS - plan.rows(), bench.count(table.quoted()), table.toString());
            if (action.equals("archive")) {
                var archive = plan.content().move().archive();
                assertEquals(oracle, bench.value(table.digest("from (select " + table.columns() + " from " + table.quoted() + " union all select " + table.columns() + " from "
                    + Quote.name(archive.schema(), archive.table()) + ") as u")), table.toString());
            }
            if (plan.rows() > 0) {
                var back = bench.run(bench.restores.preview(Restores.Source.of(plan, run.runKey()), List.of(), false, "ana"));
                assertEquals("done", back.status(), table + "\n" + back.reason());
            }
            assertEquals(oracle, bench.value(table.digest("from " + table.quoted())), table.toString());
        }
    }

    private static Policy policy(Workbench bench, Made table, String action, Random random) {
        return bench.policies.save(new PolicyDraft("any", "managed", table.quoted(), table.time, (1 + random.nextInt(90)) + " days", List.of(), action, null, false,
            random.nextBoolean() ? "Asia/Kathmandu" : null, null, BigDecimal.valueOf(100), null, null, null, null,
            new Handling(random.nextBoolean() ? "gzip" : "zstd", "full", 1 + random.nextInt(2), null, null)), "ana");
    }

    /** A random table with its rows. */
    private static final class Made {
        private static final int ROWS = 400;
        private final String name;
        private final String time;
        private final String timeType;
        private final List<String[]> others = new ArrayList<>();
        private final boolean key;
        private final boolean index;
        private final boolean partitioned;
        private final boolean generated;
        private final Random random;

        Made(Random random) {
            this.random = random;
            var names = new ArrayList<>(NAMES);
            Collections.shuffle(names, random);
            name = names.remove(0);
            time = names.remove(0);
            timeType = List.of("date", "timestamp", "timestamptz").get(random.nextInt(3));
            key = random.nextBoolean();
            index = random.nextBoolean();
            partitioned = random.nextInt(3) == 0;
            generated = !partitioned && random.nextInt(3) == 0;
            var types = new ArrayList<>(TYPES.keySet().stream().sorted().toList());
            Collections.shuffle(types, random);
            for (int i = 0; i < 9; i++) {
                others.add(new String[] {names.remove(0), types.get(i)});
            }
        }

        List<String> statements() {
            var list = new ArrayList<String>();
            list.add("create table " + quoted() + " (key bigint" + (key && !partitioned ? " generated always as identity primary key" : "") + ", " + Quote.name(time) + " " + timeType + ", "
                + others.stream().map(o -> Quote.name(o[0]) + " " + o[1]).collect(Collectors.joining(", ")) + (generated ? ", made bigint generated always as (key * 3) stored" : "")
                + ")" + (partitioned ? " partition by range (" + Quote.name(time) + ")" : ""));
            if (partitioned) {
                list.add("create table public.part_old partition of " + quoted() + " for values from (minvalue) to ('2026-04-20'); create table public.part_new partition of "
                    + quoted() + " for values from ('2026-04-20') to ('2026-08-01'); create table public.part_rest partition of " + quoted() + " default");
            }
            list.add("insert into " + quoted() + " (key, " + Quote.name(time) + ", " + others.stream().map(o -> Quote.name(o[0])).collect(Collectors.joining(", "))
                + ") overriding system value values " + IntStream.rangeClosed(1, ROWS).mapToObj(this::row).collect(Collectors.joining(",\n")));
            if (index) {
                list.add("create index on " + quoted() + " (" + Quote.name(time) + ")");
            }
            list.add("analyze " + quoted());
            return list;
        }

        private String row(int n) {
            var values = new ArrayList<String>();
            values.add(String.valueOf(n));
            values.add(random.nextInt(20) == 0 ? "null" : "(timestamp '2026-06-15 12:00' - interval '" + random.nextInt(120 * 24) + " hours')::" + timeType);
            for (var other : others) {
                var literals = TYPES.get(other[1]);
                int pick = random.nextInt(literals.size() + 1);
                values.add(pick == literals.size() ? "null" : Quote.literal(literals.get(pick)) + "::" + other[1]);
            }
            return "(" + String.join(", ", values) + ")";
        }

        String columns() {
            return "key, " + Quote.name(time) + ", " + others.stream().map(o -> Quote.name(o[0])).collect(Collectors.joining(", ")) + (generated ? ", made" : "");
        }

        /** All rows as PostgreSQL prints them, in one order. */
        String digest(String from) {
            return "select md5(string_agg(t, E'\\n' order by t)) from (select row(" + columns() + ")::text as t " + from + ") as all_rows";
        }

        String quoted() {
            return Quote.name("public", name);
        }

        @Override
        public String toString() {
            return statements().get(0);
        }
    }
}
