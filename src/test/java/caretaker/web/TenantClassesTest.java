package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import caretaker.db.Json;
import caretaker.observe.Forecast;
import java.time.LocalDate;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TenantClassesTest {
    /** Ten organizations as seed 000 has them: one large, two in the middle, seven small; 1,000 rows come each day. */
    @Test
    void classesShareTheGrowthByTheirRows() {
        var classes = TenantClasses.of(Json.parse("{\"column_name\": \"client_org_id\", \"tenants\": 10, \"null_share\": 0, \"shares\": [0.4, 0.15, 0.15]}"), growing());
        assertEquals("client_org_id", classes.column());
        assertEquals(3, classes.classes().size());
        var large = classes.classes().get(0);
        assertEquals(1, large.tenants());
        assertEquals(400, large.perDayEach(), 1);
        var medium = classes.classes().get(1);
        assertEquals(2, medium.tenants());
        assertEquals(150, medium.perDayEach(), 1);
        var small = classes.classes().get(2);
        assertEquals(7, small.tenants());
        assertEquals(300.0 / 7, small.perDayEach(), 1);
        assertEquals((29_000 + 365_000) * 0.4, large.years().get(0), 500);
        assertEquals(1, classes.classes().stream().mapToDouble(TenantClasses.TenantClass::share).sum(), 1e-9);
    }

    @Test
    void nothingIsSaidWithoutTenantsOrHistory() {
        assertNull(TenantClasses.of(null, growing()));
        assertNull(TenantClasses.of(Json.parse("{\"column_name\": \"t\", \"tenants\": 1, \"shares\": [1]}"), growing()));
        assertNull(TenantClasses.of(Json.parse("{\"column_name\": \"t\", \"tenants\": 5, \"shares\": []}"), null));
    }

    private static Forecast growing() {
        var daily = new TreeMap<LocalDate, Double>();
        for (int day = 0; day < 30; day++) {
            daily.put(LocalDate.parse("2026-01-01").plusDays(day), 1000.0 * day);
        }
        return Forecast.of(daily);
    }
}
