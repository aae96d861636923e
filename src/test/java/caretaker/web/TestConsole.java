package caretaker.web;

import caretaker.Workbench;
import caretaker.schedule.Routines;
import caretaker.schedule.Scheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The web console over a workbench, and browsers without scripts that are signed in with each role. */
final class TestConsole implements AutoCloseable {
    final Workbench bench;
    final Routines routines;
    final Scheduler scheduler;
    final Web web;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<Role, String> tokens = new HashMap<>();
    Role as = Role.ADMIN;

    TestConsole(Workbench bench) {
        this.bench = bench;
        routines = bench.routines;
        scheduler = bench.scheduler;
        scheduler.start();
        web = bench.web(scheduler::ready).start("localhost", 0);
        for (var role : new Role[] {Role.VIEWER, Role.OPERATOR, Role.ADMIN}) {
            web.people().add(role.word() + ".test", role, "test");
        }
        signInAgain();
    }

    /** New sessions: the old ones end when the bench's clock is set a day ahead. */
    void signInAgain() {
        for (var role : new Role[] {Role.VIEWER, Role.OPERATOR, Role.ADMIN}) {
            tokens.put(role, web.people().open(web.people().secret(role.word() + ".test").orElseThrow().id()));
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> json(String path) {
        return send(request(path).header("Accept", "application/json").GET());
    }

    /** Sends a form: name, value, name, value … */
    HttpResponse<String> post(String path, String... form) {
        var csrf = web.people().session(tokens.get(as)).orElseThrow().csrf();
        var body = new StringBuilder("_csrf=" + encode(csrf));
        for (int i = 0; i < form.length; i += 2) {
            body.append('&').append(encode(form[i])).append('=').append(encode(form[i + 1]));
        }
        return send(request(path).header("Content-Type", "application/x-www-form-urlencoded").POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** The visible text of a page, blanks made one. */
    static String text(HttpResponse<String> page) {
        var main = page.body().replaceAll("(?s).*<main[^>]*>(.*)</main>.*", "$1");
        return Arrays.stream(main.replaceAll("(?s)<[^>]*>", " ").split("\\s+")).collect(Collectors.joining(" ")).trim();
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + web.port() + path)).header("Cookie", "caretaker_session=" + tokens.get(as));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Endings.later(web::stop, scheduler::close, bench::close);
    }
}
