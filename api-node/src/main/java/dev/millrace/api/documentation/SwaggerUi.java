package dev.millrace.api.documentation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The files of the page, from the Swagger UI on the class path and from our own resources. */
final class SwaggerUi {
    static final String VERSION = version();

    private SwaggerUi() {}

    static byte[] libraryFile(String name) {
        return read("/META-INF/resources/webjars/swagger-ui/" + VERSION + "/" + name);
    }

    static byte[] ownFile(String name) {
        return read("/dev/millrace/api/docs/" + name);
    }

    private static String version() {
        try (InputStream file = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String resource) {
        try (InputStream file = open(resource)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(SwaggerUi.class.getResourceAsStream(resource), resource);
    }
}
