package dev.millrace.api.http.problem;

import dev.millrace.api.http.answer.JsonResponse;
import dev.millrace.api.http.request.RequestId;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The error answers for requests that Jetty refuses before any route (bad request line, long headers), in our form. */
public final class JettyProblems extends ErrorHandler {
    private static final HttpField NO_SNIFFING = new HttpField("X-Content-Type-Options", "nosniff");

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        if (request.getAttribute(ERROR_EXCEPTION) instanceof HttpException refused) {
            status = callersFault(refused.getCode());
            response.setStatus(status);
        }
        @Nullable String known = response.getHeaders().get(RequestId.HEADER);
        String requestId = known == null ? RequestId.from(request.getHeaders().getValuesList(RequestId.HEADER)) : known;
        response.getHeaders().put(RequestId.HEADER, requestId);
        response.getHeaders().put(NO_SNIFFING);
        if (HttpStatus.hasNoBody(status)) {
            callback.succeeded();
            return true;
        }
        if (status == 503) {
            response.getHeaders().put("Retry-After", "1");
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, ProblemDetails.CONTENT_TYPE);
        ProblemDetails problem = ProblemDetails.ofStatus(status, detail(status), requestId);
        response.write(true, ByteBuffer.wrap(JsonResponse.bytes(problem)), callback);
        return true;
    }

    /**
     * Jetty reports an unknown version or coding as a server error (5xx). To us it is a request that cannot be read.
     */
    private static int callersFault(int status) {
        return status == HttpStatus.NOT_IMPLEMENTED_501 || status == HttpStatus.HTTP_VERSION_NOT_SUPPORTED_505
                ? HttpStatus.BAD_REQUEST_400
                : status;
    }

    /** Jetty's message may repeat the request or the cause. So only the standard phrase of the status is sent. */
    private static String detail(int status) {
        return "The request was refused: " + HttpStatus.getMessage(status) + ".";
    }
}
