package dev.millrace.standalone.client.server;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.network.Authorities;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a server does not answer, in words that say what to do. */
final class NoAnswer {
    private NoAnswer() {}

    static ClientException of(IOException failure, URI base, Optional<String> proxy) {
        String through = proxy.map(address -> " through the proxy " + address).orElse("");
        if (cause(failure, CertPathValidatorException.class) != null
                || cause(failure, CertificateException.class) != null) {
            return new ClientException(
                    ExitStatus.SERVER,
                    "The certificate of " + base + " is not trusted (" + innermost(failure) + "); name the file of the"
                            + " authority that vouches for it with --ca-file or " + Authorities.VARIABLE);
        }
        if (cause(failure, SSLException.class) != null) {
            return new ClientException(
                    ExitStatus.SERVER,
                    "No TLS with " + base + through + " (" + innermost(failure) + "); is it http:// rather?");
        }
        return UnreachableException.silent(base, through + reason(failure));
    }

    private static String reason(IOException failure) {
        if (cause(failure, UnresolvedAddressException.class) != null) {
            return " (unknown host)";
        }
        String message = failure.getMessage();
        return failure.getClass() == ConnectException.class || message == null ? "" : " (" + message + ")";
    }

    private static String innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }

    private static @Nullable Throwable cause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return cause;
            }
        }
        return null;
    }
}
