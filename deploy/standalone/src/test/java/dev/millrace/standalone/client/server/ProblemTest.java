package dev.millrace.standalone.client.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ProblemTest {
    private static final URI BASE = URI.create("http://127.0.0.1:8080");

    @Test
    void violations_haveALineEach() {
        RefusedException refusal = assertInstanceOf(RefusedException.class, problem(422, """
                {"title":"Unprocessable","detail":"The parameters do not fit the tool.","code":"INVALID_PARAMETERS",
                 "violations":[{"pointer":"/maxPages","message":"must be an integer"},
                               {"pointer":"","message":"root is missing"}]}"""));

        assertEquals("INVALID_PARAMETERS", refusal.code());
        assertEquals(ExitStatus.SERVER, refusal.status());
        assertEquals(
                "The parameters do not fit the tool.\n  /maxPages: must be an integer\n  root is missing",
                refusal.getMessage());
    }

    @Test
    void aFaultOfTheServer_namesTheRequest() {
        assertEquals(
                "Something broke. (request r-7)",
                problem(500, "{\"detail\":\"Something broke.\",\"code\":\"INTERNAL\",\"requestId\":\"r-7\"}")
                        .getMessage());
    }

    @Test
    void unavailable_mayBeTriedAgain() {
        assertInstanceOf(
                UnreachableException.class,
                problem(503, "{\"detail\":\"Postgres is away.\",\"code\":\"UNAVAILABLE\"}"));
        assertInstanceOf(UnreachableException.class, problem(503, "<html>"));
    }

    @Test
    void anotherServerOnThatPort_isCalledThat() {
        for (String body : new String[] {"<html>Not Found</html>", "", "[]", "{}", "null"}) {
            assertEquals(
                    "What answers at http://127.0.0.1:8080 does not talk like Millrace (HTTP 404)",
                    problem(404, body).getMessage(),
                    body);
        }
    }

    private static ClientException problem(int status, String body) {
        return Problem.of(BASE, status, body.getBytes(StandardCharsets.UTF_8));
    }
}
