package dev.millrace.model.registry;

import dev.millrace.model.error.ErrorCode;
import dev.millrace.model.error.MillraceException;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.ToolDefinition;
import dev.millrace.model.tool.ToolEntry;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.model.tool.manifest.ToolDefinitionJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementContext;
import tools.jackson.databind.node.ObjectNode;

/** The registered tools and every revision that a job may be pinned to. */
public final class ToolStore {
    private final Jdbi jdbi;

    public ToolStore(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The tools in use, by name. */
    public List<ToolEntry> entries() {
        return jdbi.withHandle(
                handle -> handle.createQuery("""
                        SELECT name, revision, origin, updated_at FROM tool WHERE removed_at IS NULL ORDER BY name
                        """).map(ToolStore::entry).list());
    }

    /**
     * A revision, also of a tool that has been changed or removed since.
     *
     * @throws MillraceException {@code INVALID_TOOL} when this version of Millrace cannot read it
     */
    public Optional<ToolDefinition> definition(String name, int revision) {
        return jdbi.withHandle(handle -> handle.createQuery(
                        "SELECT definition FROM tool_revision WHERE name = :name AND revision = :revision")
                .bind("name", name)
                .bind("revision", revision)
                .map((row, context) -> definition(row))
                .findOne());
    }

    /** The schema of a revision's parameters as it is stored, without a check. */
    public Optional<ObjectNode> parameters(String name, int revision) {
        return jdbi.withHandle(handle -> handle.createQuery("""
                        SELECT definition -> 'parameters' FROM tool_revision WHERE name = :name AND revision = :revision
                        """)
                .bind("name", name)
                .bind("revision", revision)
                .mapTo(String.class)
                .findOne()
                .map(schema -> (ObjectNode) Json.read(schema)));
    }

    /**
     * Makes the definition the tool's current one: a new revision when it differs from the last.
     *
     * @return whether anything changed
     * @throws MillraceException {@code CONFLICT} when a request would change a tool that comes from the directory
     */
    public boolean register(ToolDefinition definition, ToolOrigin origin) {
        ObjectNode document = ToolDefinitionJson.write(definition);
        String digest = Json.sha256Hex(Json.canonical(document));
        return jdbi.inTransaction(handle -> {
            int revision = lockedRevision(handle, definition.name(), origin);
            if (revision > 0 && digest.equals(digestOf(handle, definition.name(), revision))) {
                return confirm(handle, definition.name(), origin);
            }
            saveRevision(handle, definition.name(), revision + 1, Json.write(document), digest);
            point(handle, definition.name(), revision + 1, origin);
            return true;
        });
    }

    /** Takes a tool out of use; its revisions stay for the jobs that are pinned to them. False when it was not in use. */
    public boolean remove(String name, ToolOrigin origin) {
        return jdbi.withHandle(handle -> handle.createUpdate("""
                                UPDATE tool SET removed_at = now(), updated_at = now()
                                WHERE name = :name AND origin = :origin AND removed_at IS NULL
                                """)
                        .bind("name", name)
                        .bind("origin", origin.name())
                        .execute()
                > 0);
    }

    /** Locks the tool, made now if it is new; 0 when it has no revision yet. */
    private static int lockedRevision(Handle handle, String name, ToolOrigin origin) {
        handle.createUpdate("""
                        INSERT INTO tool (name, revision, origin, removed_at) VALUES (:name, 0, 'API', now())
                        ON CONFLICT (name) DO NOTHING
                        """).bind("name", name).execute();
        return handle.createQuery("""
                        SELECT revision FROM tool
                        WHERE name = :name AND (:origin = 'DIRECTORY' OR origin = 'API' OR removed_at IS NOT NULL)
                        FOR UPDATE
                        """)
                .bind("name", name)
                .bind("origin", origin.name())
                .mapTo(Integer.class)
                .findOne()
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.CONFLICT,
                        "Tool '" + name + "' comes from the tools directory; change its manifest there."));
    }

    private static String digestOf(Handle handle, String name, int revision) {
        return handle.createQuery("SELECT digest FROM tool_revision WHERE name = :name AND revision = :revision")
                .bind("name", name)
                .bind("revision", revision)
                .mapTo(String.class)
                .one();
    }

    private static boolean confirm(Handle handle, String name, ToolOrigin origin) {
        return handle.createUpdate("""
                                UPDATE tool SET removed_at = NULL, origin = :origin, updated_at = now()
                                WHERE name = :name AND (removed_at IS NOT NULL OR origin <> :origin)
                                """)
                        .bind("name", name)
                        .bind("origin", origin.name())
                        .execute()
                > 0;
    }

    private static void saveRevision(Handle handle, String name, int revision, String definition, String digest) {
        handle.createUpdate("""
                        INSERT INTO tool_revision (name, revision, definition, digest)
                        VALUES (:name, :revision, :definition::json, :digest)
                        """)
                .bind("name", name)
                .bind("revision", revision)
                .bind("definition", definition)
                .bind("digest", digest)
                .execute();
    }

    private static void point(Handle handle, String name, int revision, ToolOrigin origin) {
        handle.createUpdate("""
                        UPDATE tool SET revision = :revision, origin = :origin, updated_at = now(), removed_at = NULL
                        WHERE name = :name
                        """)
                .bind("name", name)
                .bind("revision", revision)
                .bind("origin", origin.name())
                .execute();
    }

    private static ToolEntry entry(ResultSet row, StatementContext context) throws SQLException {
        return new ToolEntry(
                row.getString("name"),
                row.getInt("revision"),
                ToolOrigin.valueOf(row.getString("origin")),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private static ToolDefinition definition(ResultSet row) throws SQLException {
        return ToolDefinitionJson.readStored((ObjectNode) Json.read(row.getString("definition")));
    }
}
