package caretaker.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import caretaker.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/checks.md lists the checks as their files describe them; with -Ddocs.write=true it is written anew. */
class ChecksDocTest {
    private static final Path PAGE = Path.of("docs/checks.md");

    @Test
    void thePageListsEveryCheckAsItIs() throws IOException {
        var page = Files.readString(PAGE);
        var kept = page.substring(0, page.indexOf("\n| check |") + 1) + table();
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(PAGE, kept);
        }
        assertEquals(kept, Files.readString(PAGE), "write it anew: mvn test -Dtest=ChecksDocTest -Ddocs.write=true");
    }

    private static String table() {
        return "| check | asks | warning | critical | other thresholds |\n| --- | --- | --- | --- | --- |\n"
            + Check.all(TestServer.sql()).values().stream().map(ChecksDocTest::row).collect(Collectors.joining("\n")) + "\n";
    }

    private static String row(Check check) {
        var others = check.thresholds().stream().filter(t -> !t.name().equals("warning") && !t.name().equals("critical"))
            .map(t -> "`" + t.name() + "` " + (t.standard().isEmpty() ? "not set" : t.standard()) + ": " + t.help()).collect(Collectors.joining("<br>"));
        return "| `" + check.name() + "`<br>" + check.title() + (check.server() ? ", server" : "") + " | " + check.help() + (check.series().isEmpty() ? "" : " Reads samples: " + String.join(", ", check.series()) + ".")
            + (check.monitors() ? " Needs `pg_monitor`." : "") + " | " + limit(check.threshold("warning")) + " | " + limit(check.threshold("critical")) + " | " + others + " |";
    }

    private static String limit(Check.Threshold threshold) {
        return threshold.standard().isEmpty() ? "–" : threshold.standard() + " (" + threshold.help() + ")";
    }
}
