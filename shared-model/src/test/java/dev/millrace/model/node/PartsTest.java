package dev.millrace.model.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
    private final List<String> closed = new ArrayList<>();
    private final Parts parts = new Parts();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    void parts_areClosedInReverseOrder_andOnce() {
        parts.add(part("database"));
        parts.add(part("logs"));
        parts.add(part("heartbeat"));

        parts.close();
        parts.close();

        assertEquals(List.of("heartbeat", "logs", "database"), closed);
    }

    @Test
    void partThatFailsToClose_keepsNoOtherOpen() {
        parts.add(part("database"));
        parts.add(() -> {
            throw new IOException("the disk is full");
        });
        parts.add(part("heartbeat"));

        parts.close();

        assertEquals(List.of("heartbeat", "database"), closed);
    }

    @Test
    void error_keepsNoOtherOpenEither_andIsThrownInTheEnd() {
        Error first = new NoClassDefFoundError("first");
        Error second = new NoClassDefFoundError("second");
        parts.add(part("database"));
        parts.add(() -> {
            throw second;
        });
        parts.add(() -> {
            throw first;
        });

        assertSame(first, assertThrows(NoClassDefFoundError.class, parts::close));

        assertEquals(List.of("database"), closed);
        assertEquals(List.of(second), List.of(first.getSuppressed()));
    }
}
