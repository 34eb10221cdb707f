package dev.millrace.bench.report;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures depend on besides the program. */
public final class Machine {
    private Machine() {}

    public static Map<String, Object> describe() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("at", Instant.now().toString());
        machine.put("cores", system.getAvailableProcessors());
        machine.put("load", system.getSystemLoadAverage());
        machine.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        machine.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
        return machine;
    }
}
