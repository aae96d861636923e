package caretaker.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A browser without a face: keeps cookies, follows no redirect, and sends the token of its session with each form. */
final class Visitor {
    /** What came back. */
    record Answer(int status, String body, HttpResponse<String> response) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String location() {
            return header("Location");
        }
    }

    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private final Supplier<String> address;
    private final Map<String, String> cookies = new HashMap<>();
    private String csrf;

    Visitor(Supplier<String> address) {
        this.address = address;
    }

    Visitor with(String session, String csrf) {
        cookies.put("caretaker_session", session);
        this.csrf = csrf;
        return this;
    }

    /** The token of this session, as the pages carry it. */
    String csrf() {
        return csrf;
    }

    /** Reads the token from a page, as the browser's form does. */
    Visitor reading(String path) {
        var found = TOKEN.matcher(get(path).body());
        csrf = found.find() ? found.group(1) : null;
        return this;
    }

    boolean hasSession() {
        return cookies.containsKey("caretaker_session");
    }

    Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    Answer get(String path, Map<String, String> headers) {
        return send("GET", path, null, headers);
    }

    Answer post(String path, Map<String, String> form) {
        return post(path, form, Map.of());
    }

    Answer post(String path, Map<String, String> form, Map<String, String> headers) {
        var all = new HashMap<>(form);
        if (csrf != null) {
            all.putIfAbsent("_csrf", csrf);
        }
        return send("POST", path, encode(all), headers);
    }

    Answer send(String method, String path, String form, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(URI.create(address.get() + path))
            .method(method, form == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form));
        if (form != null) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookies.entrySet().stream().map(c -> c.getKey() + "=" + c.getValue()).collect(Collectors.joining("; ")));
        }
        if (!headers.containsKey("Accept")) {
            request.header("Accept", "text/html");
        }
        headers.forEach(request::header);
        return answer(request.build());
    }

    /** After a refusal the server may close the connection that the client has kept; only a GET is sent anew by the client itself. */
    private static HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("received no bytes")) {
                throw e;
            }
            return CLIENT.send(request, BodyHandlers.ofString());
        }
    }

    private Answer answer(HttpRequest request) {
        try {
            var response = sent(request);
            response.headers().allValues("Set-Cookie").forEach(this::keep);
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void keep(String cookie) {
        var pair = cookie.split(";", 2)[0].split("=", 2);
        if (pair[1].isEmpty() || cookie.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream().map(e -> URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8) + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    }
}
