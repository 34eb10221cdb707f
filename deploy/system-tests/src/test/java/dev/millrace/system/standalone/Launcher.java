package dev.millrace.system.standalone;

import dev.millrace.system.process.Jar;
import dev.millrace.system.process.RunningProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@code ./millrace} of this checkout with the Java that runs the tests. */
final class Launcher {
    /** In the environment of everything that is started here, and of what that starts in turn. */
    static final String MARK =
            "LAUNCHED_BY_SYSTEM_TEST=" + ProcessHandle.current().pid();

    private Launcher() {}

    /**
     * Starts a command in a session of its own, as a terminal does, and with INT heard: a build that runs in the background
     * ignores it, and what it starts would, too.
     */
    static RunningProcess start(String... arguments) {
        return start(Map.of(), arguments);
    }

    private static RunningProcess start(Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT"));
        command.add(Jar.ROOT.resolve("millrace").toString());
        command.addAll(List.of(arguments));
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("JAVA_HOME", System.getProperty("java.home"));
        all.put(MARK.substring(0, MARK.indexOf('=')), MARK.substring(MARK.indexOf('=') + 1));
        return RunningProcess.start("millrace-" + arguments[0], command, all);
    }

    /** A Millrace that serves. */
    record Dev(RunningProcess process, String url) implements AutoCloseable {
        /** Without the demo job. */
        static Dev start(Path data, String... more) {
            List<String> arguments = new ArrayList<>(List.of("dev", "--port", "0", "--data", data.toString()));
            arguments.addAll(List.of(more));
            RunningProcess process = Launcher.start(arguments.toArray(String[]::new));
            String url = process.awaitOutput("API +(http://\\S+)/api/v1/jobs").group(1);
            process.awaitOutput("Ctrl-C stops everything");
            return new Dev(process, url);
        }

        /** Stops it in order; whatever happens, it is gone afterwards. */
        @Override
        public void close() {
            try (process) {
                process.terminate();
                process.awaitExit();
            }
        }
    }

    /** What a client command said and how it ended. */
    record Outcome(int status, String output) {}

    /** Runs a client command against a server, to its end. */
    static Outcome client(String url, String... arguments) {
        try (RunningProcess process = start(Map.of("MILLRACE_URL", url), arguments)) {
            return new Outcome(process.awaitExit(), process.output());
        }
    }
}
