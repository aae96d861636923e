package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpanTest {
    private static String text(List<Span> spans) {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }

    private static List<String> of(String kind, List<Span> spans) {
        return spans.stream().filter(s -> s.kind().equals(kind)).map(Span::text).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "select 1", "delete from only \"from \"\"where\"\"\" where a = 'it''s -- no note' -- a note", "select $1 from t where x > '2026-01-01'::date",
        "/* a\nlong note */ create table \"ä\" (id int);", "'never closed", "\"never closed", "a <b>bold</b> name"})
    void nothingIsLostFromAStatement(String sql) {
        assertEquals(sql, text(SqlText.spans(sql)));
    }

    @Test
    void keywordsLiteralsAndNotesAreToldApart() {
        var spans = SqlText.spans("DELETE from \"select\" where note = 'in -- it' and selected = 1 -- from here\n");
        assertEquals(List.of("DELETE", "from", "where", "and"), of("key", spans));
        assertEquals(List.of("'in -- it'"), of("value", spans));
        assertEquals(List.of("-- from here"), of("note", spans));
    }

    @Test
    void knownWordsAreSetOffWhereTheyStandWhole() {
        var spans = Span.in("Moves 3 rows of a.at with at before at_all", List.of(Span.code("at"), Span.code("a.at"), Span.bold("3 rows"), Span.code(""), Span.code(null)));
        assertEquals("Moves 3 rows of a.at with at before at_all", text(spans));
        assertEquals(List.of("a.at", "at"), of("code", spans));
        assertEquals(List.of("3 rows"), of("bold", spans));
    }
}
