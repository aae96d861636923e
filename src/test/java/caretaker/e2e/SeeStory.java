package caretaker.e2e;

import caretaker.Await;
import caretaker.TestServer;
import caretaker.db.Address;
import caretaker.db.Store;
import caretaker.web.Role;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The pages that only look, over the demo systems: photographed in both themes and widths, and checked for accessibility. */
class SeeStory {
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    static {
        PAGES.put("growth", "/growth?database=shop&limit=2+GB");
        PAGES.put("growth-all", "/growth");
        PAGES.put("table-days", "/table?database=shop&name=public.visits");
        PAGES.put("bloat", "/bloat?database=titan");
        PAGES.put("vacuum", "/vacuum?database=shop");
        PAGES.put("vacuum-all", "/vacuum");
        PAGES.put("partitions", "/partitions?database=shop");
        PAGES.put("views", "/views?database=shop");
        PAGES.put("server", "/server?database=shop");
        PAGES.put("security", "/security?database=shop");
        PAGES.put("indexes-shop", "/indexes?database=shop");
        PAGES.put("queries-shop", "/queries?database=shop");
        PAGES.put("queries-times", "/queries?database=shop&q=orders&from=2026-11-20T10:00&to=2026-11-19T10:00");
        PAGES.put("overview-shop", "/?database=shop");
        PAGES.put("overview-bare", "/?database=bare");
        PAGES.put("activity", "/activity?database=shop");
        PAGES.put("activity-bare", "/activity?database=bare");
    }

    @Test
    void everyPageIsReadableByEverybodyEverywhere() throws SQLException {
        var shop = shop();
        try (var console = new Console("titan"); var window = Browser.open(console); var holder = TestServer.connect(TestServer.login("shop_app", shop.database()));
             var waiter = TestServer.connect(TestServer.login("shop_app", shop.database())); var held = holder.createStatement(); var waits = waiter.createStatement()) {
            console.care("shop", shop, "production");
            console.app.databases.save("bare", TestServer.login("shop_bare", shop.database()), "development", "UTC", false, "test");
            holder.setAutoCommit(false);
            held.execute("set application_name = 'checkout'; lock table orders in share row exclusive mode");
            waits.execute("set application_name = 'stock'; set lock_timeout = '120s'");
            CompletableFuture.runAsync(() -> quietly(waits, "update orders set note = 'paid' where id = 5"));
            Await.that("stock waits for checkout", () -> "1".equals(TestServer.value(shop, "select count(*) from pg_locks where not granted")));
            console.measure();
            console.app.databases.list().forEach(d -> console.app.checks.run(d.id()));
            history(console.app.store);
            var page = window.go(console.link("ana.keller", Role.ADMIN));
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in as ana.keller")).click();
            page.waitForURL("**/password");
            var only = System.getProperty("only", "");
            PAGES.forEach((name, path) -> {
                if (name.startsWith(only)) {
                    window.go(path);
                    window.seen(name);
                }
            });
            for (var name : List.of("overview-shop", "table-days", "server", "security")) {
                window.go(PAGES.get(name));
                window.printed(name);
            }
            window.go("/log?database=shop");
            window.printed("log");
            holder.rollback();
        }
    }

    /** Two months of sizes as if the collector had been there, without the days of an outage. */
    private static void history(Store store) {
        try (var connection = store.connection(); var statement = connection.createStatement()) {
            statement.execute("""
                insert into caretaker_store.database_sample (database_id, taken_at, relations, size_bytes, heap_bytes, index_bytes, toast_bytes)
                select d.id, now() - n * interval '1 day', 9, 900000000 + (60 - n) * 9000000 + (n * 7919 % 13) * 1500000, 0, 0, 0
                from caretaker_store.database as d cross join generate_series(1, 60) as n where d.name = 'shop' and n not between 30 and 36""");
            statement.execute("update caretaker_store.database_sample set size_bytes = 1450000000 where size_bytes < 800000000 and database_id = (select id from caretaker_store.database where name = 'shop')");
            statement.execute("update caretaker_store.index set observed_since = observed_since - interval '40 days' where index_name <> 'lines_kind_note'");
            statement.execute("""
                insert into caretaker_store.relation_sample (database_id, oid, taken_at, estimated_rows, heap_bytes, index_bytes, toast_bytes, dead_rows)
                select r.database_id, r.oid, now() - n * interval '1 day', r.estimated_rows * (70 - n) / 70, r.heap_bytes * (70 - n) / 70, r.index_bytes * (70 - n) / 70, 0, 0
                from caretaker_store.relation as r join caretaker_store.database as d on d.id = r.database_id cross join generate_series(1, 60) as n where d.name = 'shop'""");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void quietly(Statement statement, String sql) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            // the story ends before the lock is given
        }
    }

    /** A database in which each page has something to say. */
    private static Address shop() {
        var shop = TestServer.database("shop");
        TestServer.login("shop_app", shop.database());
        TestServer.execute(shop, """
            create table orders (id serial primary key, note text, at timestamptz default now());
            insert into orders (note) select 'new' from generate_series(1, 20000); analyze orders; update orders set note = 'seen' where id <= 9000;
            select setval('orders_id_seq', 1800000000);
            create table usage (day date, client_id int, bytes bigint) partition by range (day);
            create table usage_2026_09 partition of usage for values from ('2026-09-01') to ('2026-10-01');
            create table usage_2026_10 partition of usage for values from ('2026-10-01') to ('2026-11-01');
            create table usage_2026_11 partition of usage for values from ('2026-11-01') to ('2026-12-01');
            create table usage_2027_01 partition of usage for values from ('2027-01-01') to ('2027-02-01');
            create table usage_rest partition of usage default;
            insert into usage select date '2026-11-01' + n % 40, case when n % 3 = 0 then 1 else n % 12 end, n from generate_series(1, 5000) n; analyze usage;
            create materialized view sales_by_day as select at::date as day, count(*) as orders from orders group by 1; create unique index on sales_by_day (day);
            create materialized view top_clients as select client_id, sum(bytes) as bytes from usage group by 1;
            create table materialized_view_metadata (view_name text, last_refreshed timestamptz, records_processed bigint, refresh_duration_seconds numeric);
            insert into materialized_view_metadata values ('sales_by_day', now() - interval '20 minutes', 1, 0.8);
            create table visits (id bigint, day date); insert into visits select n, current_date - (n % 70) - 1 from generate_series(1, 70000) n;
            insert into visits select n, current_date - 12 from generate_series(1, 2200) n; analyze visits;
            create table lines (id bigint primary key, order_id int references orders, kind text, note text);
            insert into lines select n, 1 + n % 20000, 'kind ' || n, md5(n::text) from generate_series(1, 30000) n;
            create index lines_kind on lines (kind); create index lines_kind_again on lines (kind); create index lines_kind_note on lines (kind, note);
            create table tenants (id int, tenant int); create policy own on tenants using (tenant = 1); grant select on orders to public;
            grant select, update on orders to shop_app""");
        if (TestServer.value(shop, "select current_setting('shared_preload_libraries')").contains("pg_stat_statements")) {
            TestServer.execute(shop, "create extension if not exists pg_stat_statements");
        }
        return shop;
    }
}
