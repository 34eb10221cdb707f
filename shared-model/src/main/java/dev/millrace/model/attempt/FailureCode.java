package dev.millrace.model.attempt;

/** Why a job failed or was cancelled; stored with the job and its attempt as {@code errorCode}. */
public enum FailureCode {
    /** The tool exited with a code other than 0. */
    EXIT_CODE,
    /** The tool was killed by a signal that Millrace did not send. */
    SIGNAL,
    /** The attempt ran longer than its timeout and was stopped. */
    TIMEOUT,
    /** Somebody asked for it. */
    CANCELLED,
    /** The program of the command does not exist on the worker or may not be executed. */
    PROGRAM_NOT_FOUND,
    /** The attempt could not be started: no scratch directory, too many processes, an argument list too long. */
    START_FAILED,
    /** The document in {@code $MILLRACE_RESULT} is not JSON or does not satisfy the tool's result schema. */
    INVALID_RESULT,
    /** The result or the artifacts are larger than the worker allows. */
    LIMIT_EXCEEDED,
    /** The artifacts could not be stored. */
    ARTIFACTS_NOT_STORED,
    /** The job took several workers down with it. */
    WORKER_LOST,
    /** Postgres refused to store how the attempt ended. */
    OUTCOME_NOT_STORED
}
