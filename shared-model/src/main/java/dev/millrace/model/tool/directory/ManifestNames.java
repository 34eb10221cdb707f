package dev.millrace.model.tool.directory;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which YAML files are manifests. A {@code tool.yaml} makes its directory the home of a tool: there and further down only
 * {@code tool.yaml} and {@code *.tool.yaml} are manifests, and any other YAML is the tool's own business. Everywhere else
 * every YAML file is one, so that whoever puts a {@code hello.yaml} there gets the tool or is told what is wrong with it.
 * {@code .yml} is as good as {@code .yaml}.
 */
final class ManifestNames {
    private ManifestNames() {}

    static boolean isYaml(String file) {
        return file.endsWith(".yaml") || file.endsWith(".yml");
    }

    /**
     * The manifests among YAML files, in their order.
     *
     * @param files all of a tree, as paths below its root, with slashes
     */
    static List<String> among(Collection<String> files) {
        Set<String> homes = homes(files);
        return files.stream()
                .filter(file -> isNamedSo(name(file)) || !isAtHome(file, homes))
                .toList();
    }

    /** The directories that are tools' own. */
    static Set<String> homes(Collection<String> files) {
        Set<String> homes = new HashSet<>();
        for (String file : files) {
            if (isTool(name(file))) {
                homes.add(directory(file));
            }
        }
        return homes;
    }

    /** Whether something lies in a tool's own directory. One in the root does not claim what is below: the others are there. */
    static boolean isAtHome(String path, Set<String> homes) {
        String directory = directory(path);
        if (homes.contains(directory)) {
            return true;
        }
        for (String above = directory(directory); !above.isEmpty(); above = directory(above)) {
            if (homes.contains(above)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTool(String name) {
        return name.equals("tool.yaml") || name.equals("tool.yml");
    }

    private static boolean isNamedSo(String name) {
        return isTool(name) || name.endsWith(".tool.yaml") || name.endsWith(".tool.yml");
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /** Empty for what is in the root, and for the root itself. */
    private static String directory(String file) {
        return file.substring(0, Math.max(file.lastIndexOf('/'), 0));
    }
}
