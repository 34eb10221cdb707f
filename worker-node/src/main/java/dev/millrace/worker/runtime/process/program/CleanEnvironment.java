package dev.millrace.worker.runtime.process.program;

import dev.millrace.worker.runtime.Launch;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** All that a tool sees of the world: the contract's variables and what it declares, nothing of the worker's. */
public final class CleanEnvironment {
    private CleanEnvironment() {}

    /** What the tool declares wins over the defaults; the contract's own variables win over what it declares. */
    public static Map<String, String> of(Launch launch) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", SystemPath.DEFAULT);
        environment.put("HOME", launch.directory().work().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("TZ", "UTC");
        environment.putAll(launch.environment());
        environment.put("MILLRACE_JOB_ID", launch.jobId().toString());
        environment.put("MILLRACE_ATTEMPT", Integer.toString(launch.attempt()));
        environment.put("MILLRACE_PARAMETERS", launch.directory().parameters().toString());
        environment.put("MILLRACE_RESULT", launch.directory().result().toString());
        environment.put("MILLRACE_ARTIFACTS", launch.directory().artifacts().toString());
        Path home = launch.home();
        if (home != null) {
            environment.put("MILLRACE_TOOL_HOME", home.toString());
        }
        return environment;
    }
}
