package dev.millrace.api.hostile;

import dev.millrace.api.hostile.RawRequest.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Headers that the node reads, with values that make no sense, and some that it should never act on. */
final class HostileHeaders {
    private static final List<String> READ = List.of(
            "Accept",
            "Accept-Encoding",
            "Content-Type",
            "Content-Encoding",
            "Last-Event-ID",
            "Idempotency-Key",
            "X-Request-Id",
            "Sec-Fetch-Site",
            "Range",
            "If-None-Match",
            "If-Modified-Since",
            "Cookie",
            "Authorization",
            "Forwarded",
            "X-Forwarded-Host",
            "X-Forwarded-Prefix",
            "X-Forwarded-Proto",
            "X-Forwarded-Port",
            "X-Original-URL",
            "X-HTTP-Method-Override",
            "Origin",
            "Referer",
            "Upgrade",
            "TE",
            "Trailer");

    /** One byte a character, and no line ends: those are for {@link HostileFraming}. */
    private static final List<String> VALUES = List.of(
            "",
            " ",
            ",",
            ",,,;;;===",
            ";q=1",
            "*",
            "*/*;q=-1",
            "*/*;q=999999999999",
            "a/b;q=0",
            "text/event-stream;q=0, */*",
            "application/json, text/event-stream",
            "text/plain;charset=\"",
            "application/json;charset=utf-16",
            "application/json;charset=\u00fc",
            "APPLICATION/JSON",
            "application/json;;;",
            "application/json; charset=utf-8; charset=latin1",
            "multipart/form-data; boundary=x",
            "gzip",
            "gzip, deflate, br",
            "identity;q=0, *;q=0",
            "\u00e9\u00ff",
            "\t",
            "-1",
            "0",
            "1:1",
            "18446744073709551616",
            "bytes=0-",
            "bytes=-1,0-0,5-1",
            "\"",
            "\"\\",
            "W/\"x\"",
            "a=b; c",
            "h2c",
            "websocket",
            "DELETE",
            "/api/v1/tools/echo",
            "null",
            "${jndi:ldap://127.0.0.1:1/x}",
            "x".repeat(300),
            "x".repeat(7_000),
            "a/b,".repeat(1_500));

    private HostileHeaders() {}

    /** @param job the path of a job */
    static List<RawRequest> all(String job) {
        byte[] body = RawRequest.utf8("{\"tool\":\"anything\"}");
        List<RawRequest> requests = new ArrayList<>();
        for (String name : READ) {
            for (String value : VALUES) {
                String header = name + ": " + value;
                requests.add(RawRequest.of("GET", job + "/logs", Outcome.ANSWERED, header));
                requests.add(
                        RawRequest.of("GET", job + "/events", Outcome.ANSWERED, header, "Accept: text/event-stream"));
                String type = name.equals("Content-Type") ? "X-None: " : "Content-Type: application/json";
                requests.add(RawRequest.withBody("POST", "/api/v1/jobs", body, Outcome.ANSWERED, type, header));
            }
            requests.add(RawRequest.of("GET", "/", Outcome.ANSWERED, name + ": a", name + ": b"));
        }
        requests.add(RawRequest.of("GET", "/", Outcome.REFUSED, "X-Long: " + "x".repeat(20_000)));
        requests.add(RawRequest.of("GET", "/", Outcome.REFUSED, many(5_000)));
        requests.add(RawRequest.of("GET", "/", Outcome.ANSWERED, many(300)));
        requests.add(RawRequest.withBody(
                "POST",
                "/api/v1/jobs",
                body,
                Outcome.ANSWERED,
                "Content-Type: application/json",
                "Expect: 100-continue"));
        requests.add(RawRequest.withBody(
                "POST",
                "/api/v1/jobs",
                body,
                Outcome.ANSWERED,
                "Content-Type: application/json",
                "Expect: the-unexpected"));
        return requests;
    }

    private static String[] many(int count) {
        String[] headers = new String[count];
        for (int i = 0; i < count; i++) {
            headers[i] = "X-" + i + ": " + i;
        }
        return headers;
    }
}
