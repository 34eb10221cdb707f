package dev.millrace.worker.runtime.process.spawn;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import dev.millrace.model.process.NativeAccess;
import dev.millrace.worker.runtime.ExhaustedException;
import dev.millrace.worker.runtime.Stop;
import dev.millrace.worker.runtime.process.orphan.OwnChildren;
import dev.millrace.worker.runtime.process.program.Encodable;
import dev.millrace.worker.runtime.process.program.ExecutionError;
import dev.millrace.worker.runtime.process.tree.ProcessMark;
import dev.millrace.worker.runtime.process.tree.ProcessTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts programs with {@code posix_spawn}: one execution, that of the program itself. The JVM's own way executes a helper
 * first, and cannot begin a session or set a limit.
 *
 * <p>The mark is set on the worker itself for the moment of the start, so that the program inherits it; no other thread of
 * the JVM may start a process of its own at the same time as a tool.
 */
public final class NativeSpawner implements Spawner {
    private static final Logger log = LoggerFactory.getLogger(NativeSpawner.class);
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private final StartCount starts = new StartCount(() -> ProcessTable.pids().started());

    /** Never freed: as long-lived as the worker. */
    private final Pointer attributes = new Memory(LibC.STRUCTURE_BYTES);

    private record Started(int pid, ProcessMark mark, BooleanSupplier isChildless) {}

    private NativeSpawner() {
        check(LibC.posix_spawnattr_init(attributes));
        Memory signals = new Memory(LibC.STRUCTURE_BYTES);
        // The JVM blocks and handles signals of its own; the program starts with none of that.
        LibC.sigemptyset(signals);
        check(LibC.posix_spawnattr_setsigmask(attributes, signals));
        LibC.sigfillset(signals);
        check(LibC.posix_spawnattr_setsigdefault(attributes, signals));
        check(LibC.posix_spawnattr_setflags(attributes, (short)
                (LibC.POSIX_SPAWN_SETSID | LibC.POSIX_SPAWN_SETSIGMASK | LibC.POSIX_SPAWN_SETSIGDEF)));
    }

    /** The native one, or where the C library or the JVM does not allow it, the one through launchers. */
    public static Spawner orThroughLaunchers() {
        String obstacle = NativeAccess.obstacle().orElse("");
        if (obstacle.isEmpty()) {
            try {
                return new NativeSpawner();
            } catch (LinkageError | IllegalStateException unsupported) {
                obstacle = String.valueOf(unsupported.getMessage());
            }
        }
        log.warn(
                "Tools are started through setsid and prlimit, which is slower and cannot tell an exit code above 128"
                        + " from a death by signal: {}",
                obstacle);
        return new LauncherSpawner();
    }

    @Override
    public Spawned start(
            List<String> command,
            Map<String, String> environment,
            Path directory,
            Path input,
            Marking marking,
            Stop stop)
            throws IOException {
        try (Pipe output = new Pipe();
                Pipe error = new Pipe();
                Memory start = Encodable.text(directory.toString());
                Memory file = Encodable.text(input.toString());
                Memory actions = new Memory(LibC.STRUCTURE_BYTES)) {
            check(LibC.posix_spawn_file_actions_init(actions));
            try {
                check(LibC.posix_spawn_file_actions_addopen(actions, STDIN, file, LibC.O_RDONLY, 0));
                check(LibC.posix_spawn_file_actions_adddup2(actions, output.writeEnd(), STDOUT));
                check(LibC.posix_spawn_file_actions_adddup2(actions, error.writeEnd(), STDERR));
                check(LibC.posix_spawn_file_actions_addchdir_np(actions, start));
                check(LibC.posix_spawn_file_actions_addclosefrom_np(actions, STDERR + 1));
                Started started = spawn(actions, command, environment, marking, stop);
                return new Spawned(
                        new NativeProcess(started.pid(), output.keepReader(), error.keepReader()),
                        started.mark(),
                        started.isChildless());
            } finally {
                LibC.posix_spawn_file_actions_destroy(actions);
            }
        } catch (LastErrorException e) {
            int error = e.getErrorCode();
            if (Exhaustion.is(error)) {
                throw new ExhaustedException(LibC.strerror(error), e);
            }
            throw ExecutionError.of(error, LibC.strerror(error), Path.of(command.get(0)), directory, input);
        }
    }

    private Started spawn(
            Pointer actions, List<String> command, Map<String, String> environment, Marking marking, Stop stop)
            throws IOException {
        List<String> variables = new ArrayList<>();
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        StringArray arguments = Encodable.texts(command);
        StringArray entries = Encodable.texts(variables);
        int[] pid = new int[1];
        int error;
        ProcessMark mark;
        BooleanSupplier isChildless;
        try (Memory path = Encodable.text(command.get(0))) {
            synchronized (this) {
                Spawner.check(stop);
                mark = marking.next(environment);
                setOwnLimit(mark);
                isChildless = starts.beforeStart();
                error = LibC.posix_spawn(pid, path, actions, attributes, arguments, entries);
                if (error == 0) {
                    OwnChildren.add(pid[0]);
                    starts.started();
                }
                // What the JVM starts itself must not look like a part of this attempt.
                setOwnLimit(marking.next(environment));
            }
        }
        if (Exhaustion.is(error)) {
            throw new ExhaustedException(LibC.strerror(error));
        }
        if (error != 0) {
            throw new LastErrorException(error);
        }
        return new Started(pid[0], mark, isChildless);
    }

    /** Sets the limit on this process, for the next child to inherit. */
    private static void setOwnLimit(ProcessMark mark) {
        if (mark instanceof ProcessMark.Limit limit) {
            LibC.setrlimit(LibC.RLIMIT_RTTIME, new long[] {limit.microseconds(), limit.microseconds()});
        }
    }

    private static void check(int error) {
        if (error != 0) {
            throw new IllegalStateException(LibC.strerror(error));
        }
    }
}
