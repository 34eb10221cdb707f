package dev.millrace.worker.runtime.scratch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.millrace.model.job.FailureCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("result.json");
    }

    @Test
    void document_isRead() throws Exception {
        Files.writeString(file, " {\"pages\": 3, \"name\": \"ü\"}\n");

        var document = assertInstanceOf(ResultFile.Document.class, ResultFile.read(file, 100));

        assertEquals("{\"pages\":3,\"name\":\"ü\"}", document.json().toString());
    }

    @Test
    void noFile_isNoFailure() {
        assertInstanceOf(ResultFile.Absent.class, ResultFile.read(file, 100));
    }

    @Test
    void sizeIsLimited() throws Exception {
        Files.writeString(file, "\"12345678\"");

        assertInstanceOf(ResultFile.Document.class, ResultFile.read(file, 10));
        assertEquals(FailureCode.LIMIT_EXCEEDED, rejected(9).code());
    }

    @Test
    void whatIsNotJson_isRejected() throws Exception {
        for (String text : new String[] {"", "  ", "{", "{} {}", "NaN", "{a:1}", "[".repeat(100_000)}) {
            Files.writeString(file, text);
            assertEquals(FailureCode.INVALID_RESULT, rejected(1_000_000).code(), text);
        }
        Files.write(file, "\"\u00ff\"".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(FailureCode.INVALID_RESULT, rejected(100).code());
    }

    @Test
    void whatIsNoRegularFile_isRejectedUnopened() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "1");
        Files.createSymbolicLink(file, other);
        assertEquals(FailureCode.INVALID_RESULT, rejected(100).code());

        Files.delete(file);
        Files.createDirectory(file);
        assertEquals(FailureCode.INVALID_RESULT, rejected(100).code());

        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertEquals(FailureCode.INVALID_RESULT, rejected(100).code());
    }

    private ResultFile.Rejected rejected(int maxBytes) {
        return assertInstanceOf(ResultFile.Rejected.class, ResultFile.read(file, maxBytes));
    }
}
