package dev.millrace.api.dashboard;

import java.util.Set;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.ThreadSafeStorageProvider;
import org.jobrunr.storage.listeners.StorageProviderChangeListener;

/** JobRunr's storage for a single question: nobody listens to it, so no timer is left polling after the answer. */
final class UnwatchedStorage extends ThreadSafeStorageProvider {
    UnwatchedStorage(StorageProvider storage) {
        super(storage);
    }

    @Override
    public void addJobStorageOnChangeListener(StorageProviderChangeListener listener) {
        // The answer is given before anything can change.
    }

    /** JobRunr reports the signatures whose code it does not find, and none of other programs is here. */
    @Override
    public Set<String> getDistinctJobSignatures(StateName... states) {
        return Set.of();
    }
}
