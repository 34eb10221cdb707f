package dev.millrace.standalone.client.exit;

import java.io.PrintWriter;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints a failure in a line or two instead of a stack trace or a page of usage. */
public final class FailureMessages implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final UnaryOperator<String> shown;

    /** @param shown makes text that a server may have said fit for where it is printed */
    public FailureMessages(UnaryOperator<String> shown) {
        this.shown = shown;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) throws Exception {
        if (exception instanceof ClientException failure) {
            if (failure.status() != ExitStatus.BROKEN_PIPE) {
                command.getErr().println("millrace: " + shown.apply(String.valueOf(failure.getMessage())));
                command.getErr().flush();
            }
            return failure.status().code();
        }
        throw exception;
    }

    @Override
    public int handleParseException(ParameterException exception, String[] arguments) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("millrace: "
                + shown.apply(String.valueOf(exception.getMessage()).replaceFirst("^Error: ", "")));
        UnmatchedArgumentException.printSuggestions(exception, err);
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help");
        err.flush();
        return ExitStatus.USAGE.code();
    }
}
