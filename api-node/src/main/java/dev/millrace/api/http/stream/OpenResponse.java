package dev.millrace.api.http.stream;

/** A response that stays open, as the server sees it. */
interface OpenResponse {
    /** Sends a text that no client shows. */
    void comment(String text);

    /** Ends the response after what is queued. */
    void close();

    /** Runs the step once when the response ends, at once if it has ended already. */
    void onClose(Runnable listener);
}
