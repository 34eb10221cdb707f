package dev.millrace.standalone.server;

import java.nio.file.Path;

/** Where to go now. */
final class Banner {
    private Banner() {}

    static String of(String url, Path data) {
        return """

               Millrace is running.
                 API          %1$s/api/v1/jobs
                 Try it       %1$s/docs
                 Dashboard    %1$s/dashboard
                 Health       %1$s/health/detailed
                 Data         %2$s
               """.formatted(url, data.toAbsolutePath().normalize());
    }
}
