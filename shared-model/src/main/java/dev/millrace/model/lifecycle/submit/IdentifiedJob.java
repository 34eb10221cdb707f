package dev.millrace.model.lifecycle.submit;

import dev.millrace.model.job.NewJob;
import java.util.UUID;

/** A new job and the id that it gets if it is stored. */
public record IdentifiedJob(UUID id, NewJob job) {}
