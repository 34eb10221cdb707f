package dev.millrace.standalone.client.network;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How requests get to a server: directly or through a proxy, and with which trust. */
public final class Connection {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient http;
    private final Optional<ProxyVariables.Proxy> proxy;
    private final URI base;

    private Connection(HttpClient http, Optional<ProxyVariables.Proxy> proxy, URI base) {
        this.http = http;
        this.proxy = proxy;
        this.base = base;
    }

    /** @param caFile as {@code --ca-file} names it */
    public static Connection to(URI base, @Nullable String caFile, Map<String, String> environment) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        if (base.getScheme().equals("http")) {
            builder.sslContext(Authorities.none());
        } else {
            Authorities.of(caFile, environment).ifPresent(builder::sslContext);
        }
        Optional<ProxyVariables.Proxy> proxy = new ProxyVariables(environment).of(base);
        proxy.ifPresent(through -> builder.proxy(ProxySelector.of(through.address())));
        proxy.flatMap(ProxyVariables.Proxy::credentials).ifPresent(known -> {
            // Java has Basic switched off for proxies that it asks for a tunnel; it is read when the client is made.
            System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
            builder.authenticator(answering(known));
        });
        return new Connection(builder.build(), proxy, base);
    }

    private static Authenticator answering(Credentials credentials) {
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() == RequestorType.PROXY
                        ? new PasswordAuthentication(
                                credentials.user(), credentials.password().toCharArray())
                        : null;
            }
        };
    }

    /**
     * Sends it; a body that the handler keeps is there when this returns.
     *
     * @throws ClientException that cannot be mended by sending it again
     * @throws IOException as Java says it when there is no answer
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) throws IOException {
        // Java's own limit ends with the head of the answer.
        Duration limit = request.timeout().orElse(ANSWER);
        CompletableFuture<HttpResponse<T>> answer = http.sendAsync(request, handler);
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientException(ExitStatus.SERVER, "Interrupted while waiting for " + base);
        }
    }

    /** {@code http://host:port} of the proxy between; empty where there is none. */
    public Optional<String> proxy() {
        return proxy.map(ProxyVariables.Proxy::toString);
    }
}
