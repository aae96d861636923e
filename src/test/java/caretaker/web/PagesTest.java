package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Packs;
import caretaker.db.Json;
import caretaker.plan.PolicyDraft;
import caretaker.schedule.RoutineDraft;
import io.javalin.http.HandlerType;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every page that can be reached by links, with things in it that are named to break pages: each is whole, and no link leads nowhere. */
class PagesTest {
    private static final String HOSTILE = "<script>alert(1)</script> & \"it's\" ${7*7} [[${1}]] %41 ?#/é";
    private static final Pattern LINK = Pattern.compile("\\s(?:href|action|hx-get)=\"(/[^\"]*)\"");
    private static final Pattern FORM = Pattern.compile("<form\\b([^>]*)>(.*?)</form>", Pattern.DOTALL);
    private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]*)\"");
    private static final int MOST = 500;
    private Site site;

    @BeforeEach
    void open() {
        site = new Site();
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void everyLinkLeadsToAWholePageThatOffersNothingForbidden() {
        fill();
        for (var role : List.of(Role.ADMIN, Role.OPERATOR, Role.VIEWER)) {
            var pages = crawl(site.signedIn("a-" + role.word(), role), "/");
            for (var path : List.of("/tables", "/table?", "/growth", "/bloat", "/vacuum", "/partitions", "/activity", "/views", "/server", "/security", "/cleanup", "/policies/", "/routines/", "/runs/", "/plans/", "/log", "/databases/", "/settings")) {
                assertTrue(pages.keySet().stream().anyMatch(p -> p.startsWith(path)), () -> "no link leads to " + path + ": " + pages.keySet());
            }
            pages.forEach((path, body) -> {
                assertTrue(!body.contains("<script>alert"), path);
                assertTrue(!body.contains("49 [[") && !body.contains("[1] %41"), () -> "a name was computed in " + path);
                assertEquals(List.of(), forbidden(body, role), () -> "a " + role.word() + " is offered this on " + path);
            });
        }
    }

    @Test
    void everyPageIsWholeWhenThereIsNothingYet() {
        site.bench.databases.remove(site.bench.database.id());
        var pages = crawl(site.signedIn("an-admin", Role.ADMIN), "/");
        site.web().table().stream().filter(r -> r.method() == HandlerType.GET && !r.path().contains("{") && r.role() != Role.OPEN)
            .forEach(r -> assertTrue(List.of(200, 303, 422).contains(site.signedIn("an-admin", Role.ADMIN).get(r.path()).status()), r.path()));
        assertTrue(pages.size() > 8, () -> pages.keySet().toString());
    }

    /** The forms on a page that this role may not send; one that is switched off as a whole is only read. */
    private List<String> forbidden(String body, Role role) {
        return FORM.matcher(body).results().filter(form -> form.group(1).contains("method=\"post\"") && !form.group(2).matches("(?s).*<fieldset[^>]*disabled.*"))
            .map(form -> LINK.matcher(form.group(1)).results().map(l -> l.group(1).replaceAll("\\?.*", "")).findFirst().orElse(""))
            .filter(to -> site.web().table().stream().filter(r -> r.method() == HandlerType.POST && to.matches(r.path().replaceAll("\\{[^}]+}", "[^/]+")))
                .findFirst().filter(r -> role.includes(r.role())).isEmpty())
            .toList();
    }

    private void fill() {
        var bench = site.bench.withLedger();
        var table = Pattern.compile("\"").matcher(HOSTILE).replaceAll("\"\"");
        bench.with("create table public.\"" + table + "\" (id bigint primary key, \"" + table + "\" timestamptz not null); insert into public.\"" + table
            + "\" select n, timestamptz '2026-06-15 12:00+00' - n * interval '1 hour' from generate_series(1, 2000) as n; comment on table public.\"" + table + "\" is '<b>x</b>'");
        var quoted = "public.\"" + table + "\"";
        var policy = bench.policies.save(new PolicyDraft("hostile", "managed", quoted, HOSTILE, "30 days", List.of(), "archive", null, false, null, null,
            BigDecimal.valueOf(100), null, HOSTILE, HOSTILE, null), "ana");
        bench.preview(policy);
        bench.run(bench.preview(policy));
        bench.routines.save(new RoutineDraft("nightly", "managed", "0 2 * * *", "UTC", List.of("hostile"), null, null, null, true, HOSTILE), "ana");
        bench.databases.save("titan", Packs.original("titan"), "production", "Europe/Berlin", false, "test");
        bench.databases.list().forEach(d -> bench.collector.measureNow(d.id()));
    }

    private static Map<String, String> crawl(Visitor visitor, String start) {
        var pages = new LinkedHashMap<String, String>();
        var seen = new HashSet<String>();
        var next = new ArrayDeque<>(List.of(start));
        var wrong = new ArrayList<String>();
        while (!next.isEmpty() && pages.size() < MOST) {
            var path = next.poll();
            if (path.startsWith("/static/") || !seen.add(path)) {
                continue;
            }
            var answer = visitor.get(path);
            if (answer.status() == 303 && answer.location().startsWith("/") && !answer.location().startsWith("/signin")) {
                next.add(answer.location());
                continue;
            }
            if (answer.status() != 200) {
                wrong.add(path + " answers " + answer.status());
            } else if (answer.header("Content-Type").startsWith("text/html")) {
                pages.put(path, answer.body());
                faults(visitor, path, answer.body(), wrong);
                LINK.matcher(answer.body()).results().filter(l -> !posted(answer.body(), l.start())).map(l -> unescaped(l.group(1)).replaceAll("#.*", ""))
                    .filter(l -> !seen.contains(l) && tame(l, seen)).forEach(next::add);
            }
        }
        assertEquals("", String.join("\n", wrong));
        return pages;
    }

    private static void faults(Visitor visitor, String path, String body, List<String> wrong) {
        if (!body.startsWith("<!doctype html>") || !body.contains("<main") || !body.trim().endsWith("</html>") || !Pattern.compile("<title>[^<]+ · Caretaker</title>").matcher(body).find()) {
            wrong.add(path + " is no whole page");
        }
        Pattern.compile("\\s(th:[a-z]+=|style=)|\\$\\{[a-z]|~\\{").matcher(body).results().findFirst().ifPresent(f -> wrong.add(path + " has a leftover " + f.group()));
        var ids = ID.matcher(body).results().map(m -> m.group(1)).toList();
        ids.stream().filter(id -> ids.indexOf(id) != ids.lastIndexOf(id)).distinct().forEach(id -> wrong.add(path + " has the id " + id + " twice"));
        if (path.contains("&")) {
            return; // one address of each page as JSON is enough
        }
        var json = visitor.get(path, Map.of("Accept", "application/json"));
        if (json.status() != 200 || !json.header("Content-Type").startsWith("application/json") || Json.read(json.body(), Object.class) == null) {
            wrong.add(path + " is no JSON: " + json.status());
        }
    }

    /** A list in every order and filter would be crawled for ever: a few of each page that differ in their parameters are enough. */
    private static boolean tame(String link, HashSet<String> seen) {
        var page = link.replaceAll("\\?.*", "");
        return !link.contains("?") || link.startsWith("/table?") && !link.contains("&range=") || seen.stream().filter(s -> s.startsWith(page + "?")).count() < 6;
    }

    private static String unescaped(String text) {
        return text.replace("&#39;", "'").replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    private static boolean posted(String body, int at) {
        var tag = body.substring(body.lastIndexOf('<', at), body.indexOf('>', at));
        return tag.startsWith("<form") && tag.contains("method=\"post\"");
    }
}
