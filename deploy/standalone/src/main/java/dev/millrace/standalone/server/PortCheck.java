package dev.millrace.standalone.server;

import dev.millrace.model.node.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Looks whether the API's port is free before Postgres is started, so that the answer comes at once. */
final class PortCheck {
    private PortCheck() {}

    /** @throws StartException when another program listens there */
    static void requireFree(String address, int port) {
        if (port < 0 || port > 65_535) {
            throw new StartException("--port must be from 0 to 65535");
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            socket.getLocalPort();
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage()).contains("in use")
                    ? " is taken by another program; stop it, or choose another port with --port"
                    : " cannot be used (" + e.getMessage() + "); choose another port with --port";
            throw new StartException("Port " + port + " on " + address + reason);
        }
    }
}
