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
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            socket.getLocalPort();
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException("Port " + port + " on " + address
                    + " is taken by another program; stop it, or choose another port with --port");
        }
    }
}
