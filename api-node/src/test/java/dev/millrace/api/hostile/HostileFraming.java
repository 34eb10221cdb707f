package dev.millrace.api.hostile;

import dev.millrace.api.hostile.RawRequest.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Bytes that are hardly HTTP, and requests whose end is a matter of opinion: what smuggling is made of. */
final class HostileFraming {
    private static final String GET = "GET /api/v1/tools HTTP/1.1\r\nHost: localhost\r\n";
    private static final String POST =
            "POST /api/v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
    private static final String BODY = "{\"tool\":\"anything\"}";
    private static final String SMUGGLED = "GET /health/liveness HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private static final List<String> NOT_HTTP = List.of(
            "\r\n\r\n",
            "\0\0\0\0\r\n\r\n",
            "GET\r\n\r\n",
            "GET /\r\n\r\n",
            "GET / HTTP/1.1",
            "GET / HTTP/9.9\r\n\r\n",
            "GET / FTP/1.1\r\n\r\n",
            "GET / HTTP/1.1 extra\r\nHost: localhost\r\n\r\n",
            "GET /\t HTTP/1.1\r\n\r\n",
            "get / http/1.1\r\nhost: localhost\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003",
            "<xml/>\r\n\r\n",
            "x".repeat(100_000),
            "GET / HTTP/1.1\r\n" + "x".repeat(100_000),
            "\u00ff\u00fe\u00fd\r\n\r\n",
            "GET / HTTP/1.1\n\n",
            "GET / HTTP/1.1\rHost: localhost\r\r",
            "*1\r\n$4\r\nPING\r\n",
            "SSH-2.0-x\r\n",
            "GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private static final List<String> BAD_HEADERS = List.of(
            "No-Colon",
            ": no name",
            "Bad Name: x",
            "Trailing : x",
            "X: a\r\n folded",
            "X: a\r\n\tfolded",
            " X: leading",
            "X: a\0b",
            "X: a\rb",
            "X\0: a",
            "X\u00fc: a",
            "Host: localhost",
            "Host: other",
            "Content-Length: -1",
            "Content-Length: +5",
            "Content-Length: 0x5",
            "Content-Length: 5, 6",
            "Content-Length: 99999999999999999999",
            "Content-Length: ",
            "Content-Length: 1\r\nContent-Length: 2",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding:\u000bchunked",
            "Transfer-Encoding : chunked");

    private static final List<String> CHUNKS = List.of(
            "x\r\n",
            "-1\r\n",
            "0x5\r\n",
            "5\r\nabc",
            "fffffffffffffffff\r\n",
            "5;" + "x".repeat(100_000) + "\r\n",
            "\r\n",
            "13\n" + BODY + "\n0\n\n",
            "7fffffff\r\n" + BODY,
            "1\r\n{\r\n0\r\n\r\n",
            "0\r\n\r\n",
            "0\r\nContent-Length: 5\r\n\r\n",
            "13\r\n" + BODY + "XX0\r\n\r\n");

    private HostileFraming() {}

    static List<RawRequest> all() {
        List<RawRequest> requests = new ArrayList<>();
        NOT_HTTP.forEach(text -> requests.add(RawRequest.verbatim(text, Outcome.REFUSED_OR_DROPPED)));
        for (String header : BAD_HEADERS) {
            requests.add(RawRequest.verbatim(GET + header + "\r\n\r\n" + SMUGGLED, Outcome.REFUSED_OR_DROPPED));
            requests.add(RawRequest.verbatim(POST + header + "\r\n\r\n" + BODY + SMUGGLED, Outcome.REFUSED_OR_DROPPED));
        }
        for (String chunk : CHUNKS) {
            requests.add(RawRequest.verbatim(
                    POST + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk,
                    Outcome.REFUSED_OR_DROPPED));
        }
        requests.add(RawRequest.verbatim("GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n", Outcome.ANSWERED));
        requests.add(RawRequest.verbatim(GET + "Transfer-Encoding: gzip, chunked\r\n\r\n", Outcome.ANSWERED));
        requests.add(RawRequest.verbatim(POST + "Content-Length: 500\r\n\r\n" + BODY, Outcome.REFUSED_OR_DROPPED));
        requests.add(RawRequest.verbatim("GET /api/v1/tools HTTP/1.1\r\n\r\n", Outcome.REFUSED));
        requests.add(RawRequest.verbatim("GET /api/v1/tools HTTP/1.1\r\nHost: \r\n\r\n", Outcome.REFUSED));
        requests.add(RawRequest.verbatim("GET /api/v1/tools HTTP/1.1\r\nHost: evil.example\r\n\r\n", Outcome.REFUSED));
        requests.add(RawRequest.verbatim("GET /api/v1/tools HTTP/1.1\r\nHost: localhost:x\r\n\r\n", Outcome.REFUSED));
        requests.add(RawRequest.verbatim(
                "GET /api/v1/tools HTTP/1.1\r\nHost: " + "a".repeat(9_000) + "\r\n\r\n", Outcome.REFUSED));
        return requests;
    }
}
