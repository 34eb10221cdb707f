package dev.millrace.bench;

import dev.millrace.db.DatabaseSettings;
import java.net.URI;

/**
 * Where the queue can be measured by itself.
 *
 * @param postgres whose user may create databases
 */
record Services(DatabaseSettings postgres, URI redis) {}
