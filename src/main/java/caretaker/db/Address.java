package caretaker.db;

import caretaker.UserError;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Where a database is and as whom to sign in. There is no place for driver properties: what is not a field cannot be set. */
public record Address(String host, int port, String database, String user, String password, String tls) {
    public static final Set<String> TLS_MODES = Set.of("disable", "prefer", "require", "verify-ca", "verify-full");

    /** Reads postgresql://user:password@host:port/database?sslmode=require. Throws a UserError that names the setting. */
    public static Address parse(String setting, String text) {
        try {
            var uri = URI.create(text.trim());
            var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            var path = uri.getPath() == null ? "" : uri.getPath();
            if (!Set.of("postgresql", "postgres").contains(scheme) || uri.getHost() == null || path.length() < 2) {
                throw new IllegalArgumentException();
            }
            var login = uri.getRawUserInfo() == null ? new String[] {"postgres"} : uri.getRawUserInfo().split(":", 2);
            return new Address(uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort(), path.substring(1), decode(login[0]),
                login.length > 1 ? decode(login[1]) : "", tls(setting, uri.getRawQuery()));
        } catch (IllegalArgumentException e) {
            throw UserError.of(setting + " must look like postgresql://user:password@host:5432/database, with special characters percent-encoded.");
        }
    }

    private static String tls(String setting, String query) {
        if (query == null) {
            return "prefer";
        }
        if (!query.startsWith("sslmode=") || !TLS_MODES.contains(query.substring(8))) {
            throw UserError.of(setting + " takes one option after the question mark: sslmode = disable, prefer, require, verify-ca or verify-full.");
        }
        return query.substring(8);
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return user + "@" + host + ":" + port + "/" + database;
    }
}
