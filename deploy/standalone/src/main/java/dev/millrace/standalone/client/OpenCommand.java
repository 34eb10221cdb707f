package dev.millrace.standalone.client;

import dev.millrace.standalone.client.command.ClientCommand;
import dev.millrace.standalone.client.command.Session;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code millrace open}. */
@Command(name = "open", description = "Open Millrace in the browser, and print its address.")
final class OpenCommand extends ClientCommand {

    @Override
    protected ExitStatus execute(Session session) {
        URI address = session.server().base();
        if (json()) {
            session.printJson(JsonNodeFactory.instance.objectNode().put("url", address.toString()));
            return ExitStatus.SUCCEEDED;
        }
        session.out().line(address.toString());
        if (hasDisplay()) {
            openBrowser(address);
        }
        return ExitStatus.SUCCEEDED;
    }

    // Without a display xdg-open falls back on browsers that want the terminal.
    private static boolean hasDisplay() {
        return System.getenv("DISPLAY") != null || System.getenv("WAYLAND_DISPLAY") != null;
    }

    private static void openBrowser(URI address) {
        try {
            new ProcessBuilder("xdg-open", address.toString())
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.DISCARD)
                    .start();
        } catch (IOException noOpener) {
            // The address is printed; that is what can be done here.
        }
    }
}
