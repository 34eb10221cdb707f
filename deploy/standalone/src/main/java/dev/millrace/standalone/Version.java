package dev.millrace.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that Maven wrote into the jar. */
final class Version implements IVersionProvider {
    private static final String SOURCE = "/META-INF/maven/dev.millrace/standalone/pom.properties";

    @Override
    public String[] getVersion() throws IOException {
        return new String[] {"millrace " + number() + ", Java " + System.getProperty("java.version")};
    }

    private static String number() throws IOException {
        try (InputStream stream = Version.class.getResourceAsStream(SOURCE)) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return properties.getProperty("version", "(from source)");
        }
    }
}
