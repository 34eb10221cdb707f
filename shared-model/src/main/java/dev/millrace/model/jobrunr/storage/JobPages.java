package dev.millrace.model.jobrunr.storage;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.storage.navigation.AmountRequest;
import org.jobrunr.storage.navigation.OffsetBasedPageRequest;

/** Pages of the jobs of both tables, merged by Postgres from their keys; only the jobs of the page itself are read. */
final class JobPages {
    private static final String USUAL_FIELD = "updatedAt";
    private static final Set<String> FIELDS = Set.of("createdAt", USUAL_FIELD, "scheduledAt");

    /** A job at the same place as others has the same neighbours on each page. */
    private static final String PAGE = """
            SELECT id, of_tool FROM (
                (SELECT id COLLATE "C" AS id, %1$s AS place, false AS of_tool FROM jobrunr_jobs
                 WHERE state = :state ORDER BY %1$s %2$s, jobrunr_jobs.id COLLATE "C" %2$s LIMIT :upTo)
                UNION ALL
                (SELECT id::text COLLATE "C", place AT TIME ZONE 'UTC', true FROM (%3$s) AS of_tools)) AS all_jobs
            ORDER BY place %2$s, id %2$s LIMIT :limit OFFSET :offset
            """;

    private static final String OF_PROGRAMS =
            "SELECT id, jobAsJson AS json FROM jobrunr_jobs WHERE id = ANY (CAST(:ids AS bpchar[]))";
    private static final String OF_TOOLS =
            "SELECT id::text AS id, jobrunr_json(job) AS json FROM job WHERE id = ANY (:ids)";

    private final Jdbi jdbi;

    JobPages(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    private record Key(String id, boolean ofTool) {}

    /** The jobs as JobRunr's mapper reads them. */
    List<String> read(StateName state, AmountRequest amount) {
        return jdbi.withHandle(handle -> {
            List<Key> keys = keys(handle, state, amount);
            Map<String, String> found = new HashMap<>();
            List<String> ofPrograms =
                    keys.stream().filter(key -> !key.ofTool()).map(Key::id).toList();
            List<UUID> ofTools = keys.stream()
                    .filter(Key::ofTool)
                    .map(key -> UUID.fromString(key.id()))
                    .toList();
            addFound(handle, OF_PROGRAMS, String.class, ofPrograms, found);
            addFound(handle, OF_TOOLS, UUID.class, ofTools, found);
            // A job may have gone between the two statements.
            return keys.stream()
                    .map(key -> found.get(key.id()))
                    .filter(Objects::nonNull)
                    .toList();
        });
    }

    private static List<Key> keys(Handle handle, StateName state, AmountRequest amount) {
        long offset = amount instanceof OffsetBasedPageRequest page ? page.getOffset() : 0;
        String field = field(amount);
        String direction = direction(amount);
        return handle.createQuery(PAGE.formatted(field, direction, ToolJobOrder.first(state, field, direction)))
                .bind("state", state.name())
                .bind("limit", amount.getLimit())
                .bind("offset", offset)
                .bind("upTo", offset + amount.getLimit())
                .map((row, context) -> new Key(row.getString("id").strip(), row.getBoolean("of_tool")))
                .list();
    }

    /** From a list of what there is: the order comes from the outside, and names of columns cannot be bound. */
    private static String field(AmountRequest amount) {
        String asked = order(amount)[0];
        return FIELDS.stream().filter(asked::equals).findFirst().orElse(USUAL_FIELD);
    }

    private static String direction(AmountRequest amount) {
        String[] order = order(amount);
        return order.length > 1 && order[1].toUpperCase(Locale.ROOT).equals("DESC") ? "DESC" : "ASC";
    }

    /** The first term, {@code field:direction}. */
    private static String[] order(AmountRequest amount) {
        String order = amount.getOrder() == null ? USUAL_FIELD : amount.getOrder();
        return order.split(",", -1)[0].split(":", 2);
    }

    private static <T> void addFound(
            Handle handle, String query, Class<T> type, List<T> ids, Map<String, String> found) {
        if (!ids.isEmpty()) {
            handle.createQuery(query)
                    .bindArray("ids", type, ids)
                    .map((row, context) -> Map.entry(row.getString("id").strip(), row.getString("json")))
                    .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        }
    }
}
