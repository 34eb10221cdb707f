package dev.millrace.model.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

final class FileTroubleTest {
    @Test
    void reason_isNeverAPathAlone() {
        assertEquals("permission denied", FileTrouble.reason(new AccessDeniedException("/a/b")));
        assertEquals("it is not there", FileTrouble.reason(new NoSuchFileException("/a/b")));
        assertEquals(
                "no space left on device",
                FileTrouble.reason(new FileSystemException("/a/b", null, "No space left on device")));
        assertEquals("input/output error", FileTrouble.reason(new IOException("Input/output error")));
        assertEquals("the system gives no reason", FileTrouble.reason(new FileSystemException(null)));
    }
}
