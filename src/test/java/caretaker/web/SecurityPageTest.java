package caretaker.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import caretaker.Samples;
import caretaker.TestServer;
import caretaker.db.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SecurityPageTest {
    private static Site site;
    private static Visitor viewer;

    @BeforeAll
    static void open() {
        site = new Site();
        TestServer.login("titan_app", site.bench.address.database());
        site.bench.with("""
            do $$ begin if not exists (select from pg_roles where rolname = 'validahub_system') then create role validahub_system nologin bypassrls; end if;
              if not exists (select from pg_roles where rolname = 'validahub_maintenance') then create role validahub_maintenance nologin in role validahub_system; end if; end $$;
            create table open_to_all (id int); grant select, update on open_to_all to public;
            create table half (id int, tenant int); create policy mine on half using (tenant = 1);
            create table whole (id int, tenant int); create policy mine on whole using (tenant = 1); alter table whole enable row level security;
            create function as_owner() returns int language sql security definer as 'select 1'; grant create on schema public to public""");
        site.bench.collector.measureNow(site.bench.database.id());
        viewer = site.signedIn("a-viewer", Role.VIEWER);
    }

    @AfterAll
    static void close() {
        site.close();
    }

    @Test
    void rolesOfKnownSystemsAreHeldAgainstWhatTheyShouldBe() {
        assertTrue(find("roles", "name", "titan_app").get("deviation").asText().contains("connection limit should be 20"));
        assertTrue(find("roles", "name", "validahub_maintenance").get("deviation").isNull());
        assertEquals("validahub_system", find("roles", "name", "validahub_maintenance").at("/memberOf/0").asText());
        assertTrue(find("roles", "name", "titan_app").get("neverExpires").asBoolean());
        assertEquals("ok", find("roles", "name", "validahub_system").get("verdict").asText());
    }

    @Test
    void whatEverybodyMayIsListedWithTheRevoke() {
        var open = find("grants", "object", "public.open_to_all");
        assertEquals("critical", open.get("verdict").asText());
        assertEquals("revoke select, update on public.open_to_all from public;", open.get("remedy").asText());
        assertEquals("warning", find("grants", "object", "public").get("verdict").asText());
        assertTrue(find("grants", "object", "public.as_owner()").get("why").asText().startsWith("runs as "));
    }

    @Test
    void whatCaretakerItselfPublishesIsNoWarning() {
        var published = Stream.of("cleanup_statistics", "storage", "materialized_view_metadata").map(t -> "{\"kind\": \"table\", \"object\": \"caretaker." + t
            + "\", \"privileges\": \"SELECT\", \"owner\": \"care\"}").collect(Collectors.joining(", ", "[", "]"));
        Samples.put(site.store(), site.bench.database.id(), "grants", published);
        json("/security").get("grants").forEach(g -> assertEquals("ok", g.get("verdict").asText(), g.toString()));
        Samples.put(site.store(), site.bench.database.id(), "grants", published.replace("SELECT", "SELECT, UPDATE"));
        json("/security").get("grants").forEach(g -> assertEquals("critical", g.get("verdict").asText(), g.toString()));
        site.bench.collector.measureNow(site.bench.database.id());
    }

    @Test
    void policiesNobodySwitchedOnProtectNothing() {
        assertEquals("critical", find("rowSecurity", "relationName", "half").get("verdict").asText());
        assertEquals("ok", find("rowSecurity", "relationName", "whole").get("verdict").asText());
        var body = viewer.get("/security").body();
        assertTrue(body.contains("policies for row security that are not applied"));
        assertTrue(body.replaceAll("\\s+", " ").matches(".*<td class=\"ct-wrap ct-full\" data-k=\"\">(?:(?!</td>).)*made the cluster.*"), "a cell without data-k is not shown on the phone");
    }

    @Test
    void sessionsOverTheNetworkWithoutTlsAreCounted() {
        Samples.put(site.store(), site.bench.database.id(), "activity", "[{\"pid\": 1, \"user_name\": \"app\", \"client\": \"10.0.0.7\", \"is_encrypted\": false, \"is_hidden\": false, \"is_own\": false},"
            + " {\"pid\": 2, \"user_name\": \"app\", \"client\": \"10.0.0.8\", \"is_encrypted\": true, \"is_hidden\": false, \"is_own\": false}, {\"pid\": 3, \"client\": \"127.0.0.1\", \"is_encrypted\": false, \"is_hidden\": false}]");
        assertEquals(1, json("/security").get("plain").size());
        assertEquals("10.0.0.7", json("/security").at("/plain/0/client").asText());
    }

    private static JsonNode find(String list, String field, String value) {
        return StreamSupport.stream(json("/security").get(list).spliterator(), false).filter(r -> r.get(field).asText().equals(value)).findFirst().orElseThrow();
    }

    private static JsonNode json(String path) {
        return Json.parse(viewer.get(path, Map.of("Accept", "application/json")).body());
    }
}
