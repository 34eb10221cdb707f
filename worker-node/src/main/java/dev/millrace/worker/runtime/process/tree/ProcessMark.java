package dev.millrace.worker.runtime.process.tree;

/** What tells the processes of one attempt from all others, whatever they do to hide. */
public sealed interface ProcessMark {
    boolean isOn(long pid);

    /** A soft and hard {@code RLIMIT_RTTIME} of its own: inherited, readable for everybody, and never in effect. */
    record Limit(long microseconds) implements ProcessMark {
        @Override
        public boolean isOn(long pid) {
            return isIn(ProcessTable.limits(pid));
        }

        public boolean isIn(String limits) {
            return RealTimeLimit.hard(limits) == microseconds;
        }
    }

    /** An entry of the environment that no other attempt has; a process that clears its environment loses it. */
    record Variable(String name, String value) implements ProcessMark {
        @Override
        public boolean isOn(long pid) {
            return ("\0" + ProcessTable.environment(pid)).contains("\0" + name + "=" + value + "\0");
        }
    }
}
