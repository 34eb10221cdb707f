package dev.millrace.model.tool.schema;

import com.networknt.schema.Error;
import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaException;
import java.util.List;
import java.util.Locale;

/** One check of one document, which ends at a number of steps and errors whatever schema and document are like. */
final class BoundedExecution extends ExecutionContext {
    static final int MAX_VIOLATIONS = 100;

    /** Errors inside {@code anyOf} and the like are dropped when a branch fits, but until then they take memory. */
    private static final int MAX_ERRORS = 20_000;

    private static final ExecutionConfig CONFIG = ExecutionConfig.builder()
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .maxEvaluationSteps(10_000_000)
            .maxEvaluationDepth(1_000)
            .build();

    private final List<Error> found;
    private int errors;

    BoundedExecution() {
        super(CONFIG);
        found = getErrors();
    }

    /** The errors found so far. */
    List<Error> found() {
        return found;
    }

    @Override
    public void addError(Error error) {
        super.addError(error);
        errors++;
        if (found.size() >= MAX_VIOLATIONS || errors > MAX_ERRORS) {
            throw new EnoughFound();
        }
    }

    /** Ends the check early; a kind of SchemaException because the validator lets those through unlogged. */
    static final class EnoughFound extends SchemaException {
        private static final long serialVersionUID = 1L;

        EnoughFound() {
            super("too many errors");
        }
    }
}
