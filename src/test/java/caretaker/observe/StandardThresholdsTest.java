package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.TestServer;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What the maintenance guides of the described systems want to be warned of is the default here, line by line. */
class StandardThresholdsTest {
    private static final String WANTED = """
        database_size warning 5
        database_size critical 10
        allocated_space warning 80
        database_growth warning 5
        daily_rows warning 150
        disk_free warning 15
        disk_free critical 10
        connection_pool warning 80
        active_connections warning 50
        active_connections critical 80
        response_time warning 5
        slow_queries seconds 5
        slow_queries warning 10
        slow_queries critical 50
        query_p95 warning 100
        long_running_queries warning 5
        waiting_locks warning 5
        waiting_locks critical 10
        table_bloat warning 30
        table_bloat critical 50
        index_bloat warning 50
        vacuum_status warning 20
        vacuum_status floor 1000
        unused_indexes warning 100
        partition_size warning 20
        cache_hit warning 95
        backup_age warning 25
        backup_age critical 48
        backup_failures warning 0
        failed_maintenance warning 0
        maintenance_duration daily 15
        maintenance_duration weekly 60
        incomplete_maintenance warning 2
        incomplete_maintenance critical 24
        data_age warning 7
        blocked_queries warning 5
        """;

    @Test
    void eachIsADefault() {
        var checks = Check.all(TestServer.sql());
        var wrong = new ArrayList<String>();
        for (var line : WANTED.lines().toList()) {
            var words = line.split(" ");
            if (!checks.get(words[0]).threshold(words[1]).standard().equals(words[2])) {
                wrong.add(line);
            }
        }
        assertEquals("", String.join("\n", wrong));
    }
}
