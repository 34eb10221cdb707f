package dev.millrace.worker.runtime.process;

import java.nio.file.Path;
import java.util.List;

/** What tells the processes of one attempt from all others, whatever they do to hide. */
sealed interface ProcessMark {
    /** To put in front of the command. */
    List<String> launcher();

    boolean isOn(long pid);

    /** A soft and hard {@code RLIMIT_RTTIME} of its own: inherited, readable for everybody, and never in effect. */
    record Limit(Path prlimit, long microseconds) implements ProcessMark {
        @Override
        public List<String> launcher() {
            return List.of(prlimit.toString(), "--rttime=" + microseconds + ":" + microseconds);
        }

        @Override
        public boolean isOn(long pid) {
            return isIn(ProcessTable.limits(pid));
        }

        boolean isIn(String limits) {
            return RealTimeLimit.hard(limits) == microseconds;
        }
    }

    /** An entry of the environment that no other attempt has; a process that clears its environment loses it. */
    record Variable(String name, String value) implements ProcessMark {
        @Override
        public List<String> launcher() {
            return List.of();
        }

        @Override
        public boolean isOn(long pid) {
            return ("\0" + ProcessTable.environment(pid)).contains("\0" + name + "=" + value + "\0");
        }
    }
}
