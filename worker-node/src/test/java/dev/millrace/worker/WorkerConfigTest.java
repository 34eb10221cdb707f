package dev.millrace.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.config.ConfigurationException;
import dev.millrace.model.config.Environment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerConfigTest {
    private static final String QUEUES = "MILLRACE_WORKER_QUEUES";

    @Test
    void queues_areTakenAsTheyAreCalled() {
        assertEquals(
                List.of("default", "a.b_c-9"),
                WorkerConfig.from(new Environment(Map.of(QUEUES, "default, a.b_c-9")))
                        .queues());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Default", "two words", "a;b", "größe"})
    void nameThatNoQueueCanHave_isRefused(String name) {
        Environment environment = new Environment(Map.of(QUEUES, "default," + name));
        ConfigurationException refused =
                assertThrows(ConfigurationException.class, () -> WorkerConfig.from(environment));
        assertTrue(refused.getMessage().contains(QUEUES), refused.getMessage());
        assertTrue(refused.getMessage().contains("\"" + name + "\""), refused.getMessage());
    }
}
