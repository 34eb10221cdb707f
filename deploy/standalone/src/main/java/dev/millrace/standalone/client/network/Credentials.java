package dev.millrace.standalone.client.network;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** User and password, for the scheme "Basic" (RFC 7617); never printed. */
public record Credentials(String user, String password) {

    /** @param text as it stands in a URL, percent-encoded */
    public static Credentials ofUserInfo(String text) {
        String[] parts = text.split(":", 2);
        return new Credentials(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public String header() {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
        return user;
    }
}
