package caretaker.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Statements as coloured spans: keywords, literals and comments told apart, everything else as it is. */
final class SqlText {
    private static final Pattern TOKEN = Pattern.compile("(?<note>--[^\n]*+|/\\*.*?\\*/)|(?<value>'[^']*+(?:''[^']*+)*+')|(?<name>\"[^\"]*+(?:\"\"[^\"]*+)*+\")|(?<word>[A-Za-z_][A-Za-z_0-9$]*+)",
        Pattern.DOTALL);
    private static final Set<String> KEYWORDS = Set.of("add", "all", "alter", "and", "any", "array", "as", "begin", "by", "cascade", "case", "check", "collate",
        "column", "comment", "commit", "concurrently", "constraint", "create", "default", "delete", "drop", "else", "end", "exists", "foreign", "from", "function",
        "generated", "grant", "group", "having", "if", "in", "index", "insert", "into", "is", "key", "like", "limit", "not", "null", "on", "only", "or", "order",
        "primary", "references", "returning", "returns", "schema", "select", "set", "table", "then", "to", "unique", "update", "using", "values", "when", "where", "with");

    private SqlText() {}

    static List<Span> spans(String sql) {
        var spans = new ArrayList<Span>();
        var tokens = TOKEN.matcher(sql);
        int from = 0;
        while (tokens.find()) {
            var kind = kind(tokens);
            if (kind == null) {
                continue;
            }
            if (tokens.start() > from) {
                spans.add(Span.plain(sql.substring(from, tokens.start())));
            }
            spans.add(new Span(kind, tokens.group()));
            from = tokens.end();
        }
        if (from < sql.length()) {
            spans.add(Span.plain(sql.substring(from)));
        }
        return spans;
    }

    private static String kind(Matcher token) {
        if (token.group("note") != null) {
            return "note";
        }
        if (token.group("value") != null) {
            return "value";
        }
        return token.group("word") != null && KEYWORDS.contains(token.group().toLowerCase(Locale.ROOT)) ? "key" : null;
    }
}
