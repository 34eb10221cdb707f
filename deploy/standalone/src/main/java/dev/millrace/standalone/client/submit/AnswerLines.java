package dev.millrace.standalone.client.submit;

import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import dev.millrace.standalone.client.server.Problem;
import dev.millrace.standalone.client.terminal.PlainText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/**
 * What became of jobs that stand each for itself, a line for each.
 *
 * @param unit what their numbers count
 */
record AnswerLines(Session session, boolean json, String unit) {

    /** Prints what was refused and why, and how many were not; for a program, every line as it is. */
    ExitStatus print(InputStream answer) throws IOException {
        long accepted = 0;
        long duplicates = 0;
        long refused = 0;
        BufferedReader reader = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8));
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            JsonNode line = ExactJson.read(text);
            if (line.has("error")) {
                refused++;
                printRefusal(line);
            } else if (line.path("duplicate").asBoolean(false)) {
                duplicates++;
            } else {
                accepted++;
            }
            if (json) {
                session.out().json(text);
            }
        }
        if (!json) {
            session.out().line(summary(accepted, duplicates) + (refused > 0 ? " Refused " + refused + "." : ""));
        }
        return refused == 0 ? ExitStatus.SUCCEEDED : ExitStatus.SERVER;
    }

    private void printRefusal(JsonNode line) {
        if (!json) {
            String place = unit + " " + line.path("number").asInt(0) + ": ";
            (place + Problem.text(line.path("error"), "refused without a reason"))
                    .lines()
                    .map(PlainText::of)
                    .forEach(session.err()::line);
        }
    }

    static String summary(long accepted, long duplicates) {
        return "Submitted " + accepted + " job(s)."
                + (duplicates > 0 ? " For " + duplicates + " another job stands." : "");
    }
}
