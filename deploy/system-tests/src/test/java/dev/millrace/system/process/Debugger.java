package dev.millrace.system.process;

import static dev.millrace.test.Eventually.eventually;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.InvalidTypeException;
import com.sun.jdi.Location;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ThreadReference;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector.Argument;
import com.sun.jdi.connect.IllegalConnectorArgumentsException;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.EventRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Strikes threads of a JVM that was started with {@link #OPTIONS}, as no program can do to itself any more. */
public final class Debugger implements AutoCloseable {
    /** Environment of a JVM that can be attached to. */
    public static final Map<String, String> OPTIONS =
            Map.of("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");

    private final VirtualMachine machine;

    private Debugger(VirtualMachine machine) {
        this.machine = machine;
    }

    public static Debugger attach(RunningProcess process) {
        String port = process.awaitOutput("Listening for transport dt_socket at address: (?:127.0.0.1:)?(\\d+)")
                .group(1);
        AttachingConnector connector = Bootstrap.virtualMachineManager().attachingConnectors().stream()
                .filter(each -> each.transport().name().equals("dt_socket"))
                .findFirst()
                .orElseThrow();
        Map<String, Argument> arguments = connector.defaultArguments();
        arguments.get("hostname").setValue("127.0.0.1");
        arguments.get("port").setValue(port);
        try {
            return new Debugger(connector.attach(arguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (IllegalConnectorArgumentsException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of the threads that run; virtual ones are not among them. */
    public Set<String> threads() {
        return machine.allThreads().stream().map(ThreadReference::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Throws something in every thread of that name, wherever each is and once it runs Java code again; what is thrown is
     * an instance that the JVM keeps for itself.
     *
     * @param thrown name of its class, one of which JVMs have an instance ready
     */
    public void strike(String name, String thrown) {
        ObjectReference instance = machine.classesByName(thrown).stream()
                .flatMap(type -> type.instances(1).stream())
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no " + thrown));
        try {
            for (ThreadReference thread : named(name)) {
                thread.stop(instance);
            }
        } catch (InvalidTypeException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Lets a thread do nothing more from when it next enters that method, and waits until it has. Anywhere else it may
     * hold a lock that others wait for.
     *
     * @param method of a class that is loaded, and with a name of its own there
     */
    public void suspend(String name, String type, String method) {
        ThreadReference thread = named(name).get(0);
        Location entry =
                machine.classesByName(type).get(0).methodsByName(method).get(0).location();
        BreakpointRequest breakpoint = machine.eventRequestManager().createBreakpointRequest(entry);
        breakpoint.addThreadFilter(thread);
        breakpoint.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
        breakpoint.enable();
        eventually(name + " enters " + method, thread::isAtBreakpoint);
    }

    private List<ThreadReference> named(String name) {
        List<ThreadReference> threads = machine.allThreads().stream()
                .filter(thread -> thread.name().equals(name))
                .toList();
        if (threads.isEmpty()) {
            throw new AssertionError("There is no thread " + name + " among " + threads());
        }
        return threads;
    }

    @Override
    public void close() {
        try {
            machine.dispose();
        } catch (com.sun.jdi.VMDisconnectedException ended) {
            // The process is gone.
        }
    }
}
