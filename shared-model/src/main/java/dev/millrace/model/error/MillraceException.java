package dev.millrace.model.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that was not done. The message is shown to the caller: it says what is wrong, where, and what to do. */
public final class MillraceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final transient List<Violation> violations;

    public MillraceException(ErrorCode code, String message) {
        this(code, message, List.of(), null);
    }

    public MillraceException(ErrorCode code, String message, List<Violation> violations) {
        this(code, message, violations, null);
    }

    public MillraceException(ErrorCode code, String message, @Nullable Throwable cause) {
        this(code, message, List.of(), cause);
    }

    private MillraceException(ErrorCode code, String message, List<Violation> violations, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.violations = List.copyOf(violations);
    }

    public ErrorCode code() {
        return code;
    }

    public List<Violation> violations() {
        return violations;
    }
}
