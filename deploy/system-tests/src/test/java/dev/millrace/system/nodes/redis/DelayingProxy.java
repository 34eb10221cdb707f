package dev.millrace.system.nodes.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Stands before a server on this machine and passes on what comes, each piece as late as it is told to. */
final class DelayingProxy implements AutoCloseable {
    private static final int PIECE = 8_192;

    private final ServerSocket door;
    private final int server;
    private volatile Duration delay = Duration.ZERO;

    /** @param server the port of whoever is to be slow */
    DelayingProxy(int server) throws IOException {
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.server = server;
        start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** From now on each piece is held back for so long, in both directions. */
    void delay(Duration each) {
        delay = each;
    }

    private void accept() throws IOException {
        while (true) {
            Socket caller = door.accept();
            Socket called = new Socket(InetAddress.getLoopbackAddress(), server);
            start(() -> pass(caller, called));
            start(() -> pass(called, caller));
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[PIECE];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                long until = System.nanoTime() + delay.toNanos();
                while (System.nanoTime() < until) {
                    LockSupport.parkNanos(until - System.nanoTime());
                }
                out.write(piece, 0, length);
                out.flush();
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException over) {
                // One side has gone, or the proxy has been closed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
