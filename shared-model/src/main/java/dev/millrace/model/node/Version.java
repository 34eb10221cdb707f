package dev.millrace.model.node;

/** The version of this program. */
public final class Version {
    private Version() {}

    /** From the jar's manifest; {@code development} when it runs from class files. */
    public static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
