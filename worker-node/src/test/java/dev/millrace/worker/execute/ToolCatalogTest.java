package dev.millrace.worker.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.job.Job;
import dev.millrace.model.json.Json;
import dev.millrace.model.tool.ToolOrigin;
import dev.millrace.worker.TestJobs;
import dev.millrace.worker.TestQueue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ToolCatalogTest {
    private final TestQueue queue = new TestQueue();
    private final ToolCatalog catalog = new ToolCatalog(queue.tools, Path.of("/srv/../srv/tools"));
    /** Pinned to the first revision. */
    private final Job job = TestJobs.running();

    @AfterEach
    void close() {
        queue.close();
    }

    private List<String> command() {
        return catalog.tool(job).definition().run().command();
    }

    @Test
    void job_getsTheRevisionItIsPinnedTo() {
        queue.tools.register(TestTools.of(null, null, "first"), ToolOrigin.API);
        queue.tools.register(TestTools.of(null, null, "second"), ToolOrigin.API);
        queue.tools.remove("count", ToolOrigin.API);

        assertEquals(List.of("first"), command());
    }

    @Test
    void revision_isReadOnce() {
        queue.tools.register(TestTools.of(null, null, "first"), ToolOrigin.API);
        assertEquals(List.of("first"), command());

        queue.execute("DELETE FROM tool_revision");

        assertEquals(List.of("first"), command());
    }

    @Test
    void revisionThatIsMissing_isLookedForAgain() {
        IllegalStateException missing = assertThrows(IllegalStateException.class, this::command);
        assertTrue(missing.getMessage().contains("revision 1 of tool count"), missing::getMessage);

        queue.tools.register(TestTools.of(null, null, "first"), ToolOrigin.API);

        assertEquals(List.of("first"), command());
    }

    @Test
    void home_isBelowTheToolsDirectoryOfThisWorker() {
        queue.tools.register(TestTools.of(null, "docs/count", "./count"), ToolOrigin.DIRECTORY);

        assertEquals(Path.of("/srv/tools/docs/count"), catalog.tool(job).home());
    }

    @Test
    void toolWithoutManifest_hasNoHome_andItsResultSchemaIsReady() {
        queue.tools.register(TestTools.of(Json.object().put("type", "integer"), null, "true"), ToolOrigin.API);

        PinnedTool tool = catalog.tool(job);

        assertNull(tool.home());
        assertTrue(tool.demandsResult());
        assertEquals(1, tool.violations(Json.object()).size());
    }
}
