package dev.millrace.model.updates;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import redis.clients.jedis.exceptions.JedisDataException;

/**
 * What keeps one of a node's two connections to Redis from its work. The log is told when that begins, and not more than
 * once a minute where it comes and goes.
 */
final class RedisTrouble {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Pattern CLASS = Pattern.compile("^(?:[a-z]+\\.)+[A-Z]\\w*: ");

    /** By how the answer of Redis begins; reads on after "Redis …". */
    private static final Map<String, String> WORDS = words();

    private final Logger log;
    private final String consequence;
    private volatile String problem = "is not connected yet";
    private boolean told;
    private String toldProblem = "";
    private long toldAt;

    /** @param consequence for whoever reads the log */
    RedisTrouble(Logger log, String consequence) {
        this.log = log;
        this.consequence = consequence;
    }

    private static Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("NOAUTH", "wants a password");
        words.put("WRONGPASS", "refuses the user or the password");
        words.put("NOPERM", "does not permit its user what a node does");
        words.put("LOADING", "is loading its data");
        words.put("MASTERDOWN", "is a replica that has lost its primary");
        words.put("READONLY", "is a replica, which takes no changes");
        words.put("CLUSTERDOWN", "is a cluster that is not complete");
        words.put("BUSY", "is busy with a script");
        words.put("MISCONF", "cannot save its data");
        words.put("OOM", "is out of memory");
        words.put("DENIED", "is in protected mode");
        words.put("ERR max number of clients", "has no connection left");
        words.put("ERR Only HELLO messages", "is a sentinel, whose address begins with redis-sentinel");
        words.put("ERR unknown command", "does not know what a node needs; is it a Redis?");
        return words;
    }

    /** Something failed. */
    synchronized void begins(Throwable failure) {
        problem = words(failure);
        long now = System.nanoTime();
        if (!problem.equals(toldProblem) || now - toldAt >= PAUSE.toNanos()) {
            told = true;
            toldProblem = problem;
            toldAt = now;
            log.warn("Redis {}, {}: {}", problem, consequence, reason(failure));
        }
    }

    /** All is well; returns whether the log has been told otherwise, or nothing at all. */
    synchronized boolean ends() {
        boolean news = told || problem.equals("is not connected yet");
        told = false;
        problem = "";
        return news;
    }

    /** Reads on after "Redis …"; names no host and no user. */
    Optional<String> problem() {
        return Optional.of(problem).filter(text -> !text.isEmpty());
    }

    /** Whether the refusal is of one channel, or of something that a Redis as it is does not have; others pass. */
    static boolean concernsMessage(JedisDataException refusal) {
        String message = String.valueOf(refusal.getMessage());
        return message.startsWith("NOPERM") || message.startsWith("ERR");
    }

    /** Of a failure that has another one's text for its own, Java puts the class in front. */
    private static String reason(Throwable failure) {
        return CLASS.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
    }

    private static String words(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof JedisDataException) {
                return WORDS.entrySet().stream()
                        .filter(entry -> message.startsWith(entry.getKey()))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("refuses");
            }
            if (cause instanceof SSLException) {
                return "does not speak TLS, or has a certificate that is not trusted";
            }
        }
        return "does not answer";
    }
}
