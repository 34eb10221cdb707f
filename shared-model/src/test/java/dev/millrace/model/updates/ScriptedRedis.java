package dev.millrace.model.updates;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What speaks Redis's protocol as far as a node needs it, and gives the errors that it is told to. */
final class ScriptedRedis implements AutoCloseable {
    private final ServerSocket server;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile String error = "";
    private volatile String refusedCommand = "";

    ScriptedRedis() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", () -> {
            while (true) {
                Socket connection = server.accept();
                connections.add(connection);
                start("connection", () -> serve(connection));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // That is how it ends.
                    }
                },
                "scripted-redis-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    URI uri() {
        return URI.create("redis://127.0.0.1:" + server.getLocalPort());
    }

    /** Answers every command with the error from now on, also on connections that are open. */
    void refuse(String with) {
        refuse("", with);
    }

    /** The same for one command. */
    void refuse(String command, String with) {
        refusedCommand = command;
        error = with;
    }

    /** Is as it should be from now on. */
    void recover() {
        error = "";
    }

    int refusals() {
        return refusals.get();
    }

    private void serve(Socket connection) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
        OutputStream out = connection.getOutputStream();
        boolean subscribed = false;
        while (true) {
            List<String> command = read(in);
            String name = command.get(0).toUpperCase(Locale.ROOT);
            subscribed = subscribed || name.equals("SUBSCRIBE");
            out.write(answer(name, command, subscribed).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static List<String> read(BufferedReader in) throws IOException {
        String head = in.readLine();
        if (head == null) {
            throw new IOException("The client is gone");
        }
        List<String> command = new ArrayList<>();
        for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
            in.readLine();
            command.add(in.readLine());
        }
        return command;
    }

    private String answer(String name, List<String> command, boolean subscribed) {
        String refusal = error;
        if (!refusal.isEmpty() && (refusedCommand.isEmpty() || refusedCommand.equals(name))) {
            refusals.incrementAndGet();
            return "-" + refusal + "\r\n";
        }
        return switch (name) {
            case "PING" -> subscribed ? "*2\r\n$4\r\npong\r\n$0\r\n\r\n" : "+PONG\r\n";
            case "PUBLISH" -> ":0\r\n";
            case "SUBSCRIBE", "UNSUBSCRIBE" -> channels(name.toLowerCase(Locale.ROOT), command);
            default -> "+OK\r\n";
        };
    }

    private static String channels(String kind, List<String> command) {
        StringBuilder answer = new StringBuilder();
        for (int i = 1; i < command.size(); i++) {
            answer.append("*3\r\n").append(bulk(kind)).append(bulk(command.get(i)));
            answer.append(':').append(kind.equals("subscribe") ? i : 0).append("\r\n");
        }
        return answer.toString();
    }

    private static String bulk(String text) {
        return "$" + text.length() + "\r\n" + text + "\r\n";
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
