package dev.millrace.standalone.client.network;

import dev.millrace.standalone.client.exit.ClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who may vouch for a server: what {@code --ca-file} or {@code MILLRACE_CA_FILE} names, else those that Java knows. */
public final class Authorities {
    public static final String VARIABLE = "MILLRACE_CA_FILE";

    private Authorities() {}

    /** @throws ClientException when the file holds no certificates in PEM */
    static Optional<SSLContext> of(@Nullable String option, Map<String, String> environment) {
        String source = option == null ? VARIABLE : "--ca-file";
        String file = option == null ? environment.getOrDefault(VARIABLE, "") : option;
        if (file.isBlank()) {
            return Optional.empty();
        }
        try (InputStream pem = Files.newInputStream(Path.of(file))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), each);
            }
            if (trusted.size() > 0) {
                return Optional.of(trusting(trusted));
            }
        } catch (CertificateException notPem) {
            // Said below.
        } catch (IOException | InvalidPathException e) {
            throw ClientException.usage(
                    source + ": cannot read " + file + " (" + e.getClass().getSimpleName() + ")");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        throw ClientException.usage(source + ": " + file + " holds no certificates in PEM");
    }

    private static SSLContext trusting(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return context(factory.getTrustManagers());
    }

    /** A client reads every certificate the system trusts before its first request, needed or not; that takes longer than the request. */
    static SSLContext none() {
        try {
            return context(new TrustManager[0]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[0], trust, null);
        return context;
    }
}
