package dev.millrace.worker.runtime.process.spawn;

import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.program.SystemPath;
import dev.millrace.worker.runtime.process.tree.ProcessMark;
import dev.millrace.worker.runtime.process.tree.ProcessTable;
import dev.millrace.worker.runtime.process.tree.RealTimeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How this worker marks the processes it starts; decided once, by trying. */
public final class Marking {
    /** Nobody sets a limit of 2^60 µs (36,000 years), and tools of a worker that is a tool itself still find room below. */
    private static final long HIGHEST = 1L << 60;
    /** 2^40 µs are twelve days of real-time computing without a pause; a lower limit could take effect. */
    private static final long LOWEST = 1L << 40;
    /** Of the contract, and another one for each attempt. */
    private static final String VARIABLE = "MILLRACE_RESULT";

    private final boolean usesLimits;
    private final AtomicLong limit;

    /** @param bound marks are below it; too low means that limits cannot be used */
    public Marking(long bound) {
        this.usesLimits = bound / 2 >= LOWEST;
        // A hard limit can be lowered by everybody and raised by few, so the marks of a worker descend.
        // Where they begin keeps workers on one machine apart.
        this.limit = new AtomicLong(usesLimits ? new SecureRandom().nextLong(bound - bound / 1024, bound) : 0);
    }

    /** Uses the limit if a program can be given one and shows it, else the environment. */
    public static Marking tryOut(Spawner spawner) {
        long hard =
                RealTimeLimit.hard(ProcessTable.limits(ProcessHandle.current().pid()));
        Marking marking = new Marking(Math.min(hard, HIGHEST));
        return marking.usesLimits && marking.works(spawner) ? marking : new Marking(0);
    }

    public boolean usesLimits() {
        return usesLimits;
    }

    /** A mark that nothing has had before, for a program with this environment. */
    ProcessMark next(Map<String, String> environment) {
        return usesLimits
                ? new ProcessMark.Limit(limit.getAndDecrement())
                : new ProcessMark.Variable(VARIABLE, environment.getOrDefault(VARIABLE, ""));
    }

    private boolean works(Spawner spawner) {
        try {
            Path nothing = Path.of("/dev/null");
            Path cat = SystemPath.find("cat", SystemPath.DEFAULT).orElseThrow(() -> new IOException("There is no cat"));
            Spawner.Spawned spawned = spawner.start(
                    List.of(cat.toString(), "/proc/self/limits"), Map.of(), Path.of("/"), nothing, this, new Stop());
            try (InputStream output = spawned.process().getInputStream();
                    InputStream error = spawned.process().getErrorStream()) {
                String limits = new String(output.readAllBytes(), StandardCharsets.UTF_8);
                error.readAllBytes();
                spawned.process().waitFor();
                return spawned.mark() instanceof ProcessMark.Limit mark && mark.isIn(limits);
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
