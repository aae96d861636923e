package caretaker.web;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A piece of text and how it is set: plain, bold, code, and in statements key, value or note. Pages print spans as text, never as markup. */
public record Span(String kind, String text) {
    static Span plain(String text) {
        return new Span("plain", text);
    }

    static Span bold(String text) {
        return new Span("bold", text);
    }

    static Span code(String text) {
        return new Span("code", text);
    }

    /** A sentence in which the known words are set off wherever they occur, the longest first where several begin together. */
    static List<Span> in(String sentence, List<Span> known) {
        var words = known.stream().filter(w -> w.text() != null && !w.text().isEmpty()).sorted(Comparator.comparing((Span w) -> w.text().length()).reversed()).toList();
        var spans = new ArrayList<Span>();
        int from = 0;
        for (int at = 0; at < sentence.length(); ) {
            int here = at;
            var found = words.stream().filter(w -> sentence.startsWith(w.text(), here) && whole(sentence, here, w.text())).findFirst();
            if (found.isEmpty()) {
                at++;
                continue;
            }
            if (at > from) {
                spans.add(plain(sentence.substring(from, at)));
            }
            spans.add(found.get());
            at += found.get().text().length();
            from = at;
        }
        if (from < sentence.length()) {
            spans.add(plain(sentence.substring(from)));
        }
        return spans;
    }

    /** A title whose last word is a name: that name is set as code. */
    static List<Span> title(String title, String name) {
        return name != null && !name.isEmpty() && title.endsWith(" of " + name)
            ? List.of(plain(title.substring(0, title.length() - name.length())), code(name)) : List.of(plain(title));
    }

    private static boolean whole(String sentence, int at, String word) {
        int end = at + word.length();
        return (at == 0 || !joins(sentence.charAt(at - 1)) || !joins(word.charAt(0)))
            && (end == sentence.length() || !joins(sentence.charAt(end)) || !joins(word.charAt(word.length() - 1)));
    }

    private static boolean joins(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
