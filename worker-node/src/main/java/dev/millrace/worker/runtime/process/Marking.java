package dev.millrace.worker.runtime.process;

import dev.millrace.worker.runtime.Launch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/** How this worker marks the processes it starts; decided once, by trying. */
final class Marking {
    /** Nobody sets a limit of 2^60 µs (36,000 years), and tools of a worker that is a tool itself still find room below. */
    private static final long HIGHEST = 1L << 60;
    /** 2^40 µs are twelve days of real-time computing without a pause; a lower limit could take effect. */
    private static final long LOWEST = 1L << 40;

    private final SecureRandom random = new SecureRandom();
    private final Path prlimit;
    private final long bound;

    /** @param bound marks are below it; too low means that limits cannot be used */
    Marking(Path prlimit, long bound) {
        this.prlimit = prlimit;
        this.bound = bound;
    }

    /** Uses the limit if a child of this JVM can be given one and shows it, else the environment. */
    static Marking tryOut(Path prlimit) {
        long hard =
                RealTimeLimit.hard(ProcessTable.limits(ProcessHandle.current().pid()));
        Marking marking = new Marking(prlimit, Math.min(hard, HIGHEST));
        return marking.usesLimits() && marking.works() ? marking : new Marking(prlimit, 0);
    }

    boolean usesLimits() {
        return bound / 2 >= LOWEST;
    }

    ProcessMark of(Launch launch) {
        return usesLimits()
                ? limit()
                : new ProcessMark.Variable(
                        "MILLRACE_RESULT", launch.directory().result().toString());
    }

    private ProcessMark.Limit limit() {
        return new ProcessMark.Limit(prlimit, random.nextLong(bound / 2, bound));
    }

    private boolean works() {
        ProcessMark.Limit mark = limit();
        List<String> command = new ArrayList<>(mark.launcher());
        command.addAll(List.of("cat", "/proc/self/limits"));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String limits = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return mark.isIn(limits);
        } catch (IOException e) {
            return false;
        }
    }
}
