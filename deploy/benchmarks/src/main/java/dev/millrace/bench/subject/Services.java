package dev.millrace.bench.subject;

import dev.millrace.db.DatabaseSettings;
import java.net.URI;

/**
 * Where the queue can be measured by itself.
 *
 * @param postgres whose user may create databases
 */
public record Services(DatabaseSettings postgres, URI redis) {}
