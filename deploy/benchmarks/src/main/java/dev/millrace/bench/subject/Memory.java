package dev.millrace.bench.subject;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process of this machine has of its memory (resident set size), as Linux tells. */
final class Memory {
    static final String NOW = "VmRSS:";
    static final String PEAK = "VmHWM:";

    private Memory() {}

    /** @return bytes */
    static long of(long pid, String what) throws IOException {
        String line = Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(each -> each.startsWith(what))
                .findFirst()
                .orElseThrow(() -> new BenchException("Process " + pid + " is gone"));
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }
}
