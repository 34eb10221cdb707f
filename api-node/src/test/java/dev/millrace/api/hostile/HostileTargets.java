package dev.millrace.api.hostile;

import dev.millrace.api.hostile.RawRequest.Outcome;
import dev.millrace.api.http.route.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Methods, paths and queries for every route. */
final class HostileTargets {
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{[^}]+}|<[^>]+>");
    private static final List<String> METHODS = List.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "PATCH",
            "OPTIONS",
            "TRACE",
            "CONNECT",
            "PROPFIND",
            "QUERY",
            "get",
            "G\u00cbT");

    /** Not UTF-8, half escapes and characters that may not stand in a target. */
    private static final List<String> BROKEN = List.of(
            "%",
            "%4",
            "%zz",
            "%ff",
            "%c3",
            "%ed%a0%80",
            "%f8%88%80%80%80",
            "%c0%ae",
            "%u0041",
            "\u00e9",
            "<",
            "\"",
            "^",
            "`",
            "{",
            "|",
            "\\",
            "\u007f",
            "\t",
            "a%",
            "%%%");

    private static final List<String> PATHS = List.of(
            "//",
            "/.",
            "/..",
            "/../..",
            "/api/v1/../v1/jobs",
            "/api/v1/jobs/../../../etc/passwd",
            "/api//v1///jobs",
            "/api/v1/jobs/..;/..;/",
            "/api/v1/jobs;jsessionid=1",
            "/api/v1/jobs/%2e%2e/%2e%2e/tools",
            "/api/v1/jobs/%252e%252e%252f",
            "/api/v1/./tools",
            "/api/v1/tools/.",
            "/docs/../openapi.yaml",
            "/docs/..%2f..%2f",
            "/dashboard/../../x",
            "/dashboard/..%5c..%5cx",
            "/static/..%2f",
            "*",
            "http://localhost/api/v1/tools",
            "http://example.org/api/v1/tools",
            "http://[::1/",
            "//example.org/x",
            "api/v1/jobs",
            "/api/v1/jobs#x",
            "/?",
            "/??",
            "/?&&&",
            "/?=",
            "/?=&=",
            "/api/v1/tools?",
            "/api/v1/tools?=x",
            "/api/v1/tools?%",
            "/api/v1/jobs?limit",
            "/\u0000",
            "/%00",
            "/%0d%0aX:1",
            "/WEB-INF/web.xml",
            "/.git/config",
            "/actuator/env",
            "/api/jobs/x",
            "/api/jobs/%00",
            "/api/jobs?state=%00",
            "/sse/jobs/%00",
            "/sse/jobs/x",
            "/api/recurring-jobs/%00",
            "/api/problems/%00");

    private HostileTargets() {}

    /** @param job the id of a job that exists */
    static List<RawRequest> all(List<Route> routes, String job) {
        List<RawRequest> requests = new ArrayList<>();
        for (Route route : routes) {
            if (!route.passThrough()) {
                methods(route, job, requests);
                parameters(route, job, requests);
                queries(route, job, requests);
            }
        }
        PATHS.forEach(path -> requests.add(RawRequest.of("GET", path, Outcome.ANSWERED)));
        for (int length : new int[] {2_000, 8_000, 20_000, 200_000}) {
            requests.add(RawRequest.of("GET", "/" + "x".repeat(length), Outcome.REFUSED));
            requests.add(RawRequest.of("GET", "/api/v1/tools/" + "x".repeat(length), Outcome.REFUSED));
            requests.add(RawRequest.of(
                    "GET",
                    "/api/v1/jobs?q=" + "x".repeat(length),
                    length < 10_000 ? Outcome.ANSWERED : Outcome.REFUSED));
            requests.add(RawRequest.of("GET", "/" + "a/".repeat(length / 2), Outcome.REFUSED));
            requests.add(RawRequest.of(
                    "GET",
                    "/api/v1/jobs?" + "label=a:b&".repeat(length / 10) + "q=",
                    length < 10_000 ? Outcome.ANSWERED : Outcome.REFUSED));
            requests.add(RawRequest.of(
                    "GET",
                    "/api/v1/jobs?" + "state=QUEUED&".repeat(length / 13) + "q=",
                    length < 10_000 ? Outcome.ANSWERED : Outcome.REFUSED));
        }
        return requests;
    }

    private static void methods(Route route, String job, List<RawRequest> requests) {
        METHODS.forEach(method -> requests.add(RawRequest.of(method, path(route, job, "none"), Outcome.ANSWERED)));
    }

    private static void parameters(Route route, String job, List<RawRequest> requests) {
        String method = route.method().name();
        if (!PATH_PARAMETER.matcher(route.path()).find()) {
            return;
        }
        for (String text : HostileTexts.ALL) {
            String value = HostileTexts.escaped(text);
            requests.add(RawRequest.of(method, path(route, value, value), Outcome.ANSWERED));
            requests.add(RawRequest.of(method, path(route, job, value), Outcome.ANSWERED));
        }
        BROKEN.forEach(value -> requests.add(RawRequest.of(method, path(route, value, value), Outcome.REFUSED)));
    }

    private static void queries(Route route, String job, List<RawRequest> requests) {
        String target = path(route, job, "none") + "?";
        String method = route.method().name();
        for (String name : route.query()) {
            for (String text : HostileTexts.ALL) {
                requests.add(RawRequest.of(
                        method, target + name + "=" + HostileTexts.escaped(text), Outcome.ANSWERED, "Accept: */*"));
            }
            for (String text : BROKEN) {
                boolean harmless = "<\"^`{|\\".contains(text);
                Outcome outcome = harmless ? Outcome.ANSWERED : Outcome.REFUSED;
                requests.add(RawRequest.of(method, target + name + "=" + text, outcome));
            }
        }
        requests.add(RawRequest.of(method, target + "colour=red", Outcome.REFUSED));
        requests.add(RawRequest.of(method, target + "%00", Outcome.REFUSED));
    }

    private static String path(Route route, String id, String name) {
        return route.path().replace("{id}", id).replace("{name}", name).replace("<name>", name);
    }
}
