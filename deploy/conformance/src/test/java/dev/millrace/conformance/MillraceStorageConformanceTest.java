package dev.millrace.conformance;

import dev.millrace.model.db.Database;
import dev.millrace.model.jobrunr.storage.MillraceStorage;
import dev.millrace.test.TestPostgres;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.StorageProviderTest;
import org.jobrunr.utils.resilience.RateLimiter;

/** JobRunr's own tests of what a storage must do, against ours and the schema of a node. */
class MillraceStorageConformanceTest extends StorageProviderTest {
    private static final Database DATABASE = new Database(TestPostgres.newDatabase(), "conformance", 12);

    @Override
    protected void cleanup(int index) {
        DATABASE.jdbi().useHandle(handle -> handle.execute("""
                        DELETE FROM jobrunr_jobs;
                        DELETE FROM jobrunr_recurring_jobs;
                        DELETE FROM jobrunr_backgroundjobservers;
                        DELETE FROM jobrunr_metadata WHERE owner <> 'cluster';
                        UPDATE jobrunr_metadata SET value = '0' WHERE owner = 'cluster'
                        """));
    }

    @Override
    protected StorageProvider getStorageProvider() {
        return new MillraceStorage(
                DATABASE.dataSource(), RateLimiter.Builder.rateLimit().withoutLimits());
    }
}
