package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.net.URI;

/** Nobody answers, or not for now; the same request may be sent again. */
public final class UnreachableException extends ClientException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
        super(ExitStatus.SERVER, message);
    }

    static UnreachableException silent(URI base) {
        return silent(base, "");
    }

    /** @param how it is reached, and the reason, with a blank before; empty where there is nothing to say */
    static UnreachableException silent(URI base, String how) {
        return new UnreachableException("No Millrace answers at " + base + how
                + "; start one with ./millrace dev or set " + ServerAddress.VARIABLE);
    }
}
