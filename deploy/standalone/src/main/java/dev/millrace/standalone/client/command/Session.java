package dev.millrace.standalone.client.command;

import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.MillraceServer;
import dev.millrace.standalone.client.terminal.Terminal;
import tools.jackson.databind.JsonNode;

/** What a command works with: a server to ask, a place for the answer, and a place for remarks. */
public record Session(MillraceServer server, Terminal out, Terminal err) {

    public void printJson(JsonNode document) {
        out.json(ExactJson.indented(document));
    }
}
