package dev.millrace.worker.runtime.scratch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.model.attempt.FailureCode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        for (String text : new String[] {"", "  ", "{", "{} {}", "NaN", "{a:1}", "[1,]", "[".repeat(100_000)}) {
            Files.writeString(file, text);
            assertEquals(FailureCode.INVALID_RESULT, rejected(1_000_000).code(), text);
        }
        for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16)) {
            Files.write(file, "\"\u00ff\"".getBytes(charset));
            assertTrue(rejected(100).message().contains("is not UTF-8"), rejected(100)::message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"name\":\"x\\udfffy\"}|U+DFFF is half of a surrogate pair",
                "{\"name\":\"\\ud83d\"}|U+D83D is half of a surrogate pair",
                "{\"\\ud83d\":1}|half of a surrogate pair",
                "{\"a\":1,\"b\":{\"c\":2,\"c\":3}}|a key occurs twice in one object",
                "{\"a\":1,\"\\u0061\":2}|a key occurs twice in one object",
                "[1e999999999]|too large"
            })
    void whatCannotBeKeptAsItIs_isRejectedWithTheReason(String text, String reason) throws Exception {
        Files.writeString(file, text);

        assertEquals(FailureCode.INVALID_RESULT, rejected(100).code());
        assertTrue(rejected(100).message().contains(reason), rejected(100)::message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"t\":1234567890123456.78,\"e\":1e400,\"p\":19.90,\"z\":-0,\"f\":-0.00,\"k\":1e3}",
                "{\"\":\"\\u0000\\u001B[31m\\b\"}",
                "\"\uD83D\uDE00\""
            })
    void document_isKeptDigitByDigit(String text) throws Exception {
        Files.writeString(file, "\uFEFF" + text);

        var document = assertInstanceOf(ResultFile.Document.class, ResultFile.read(file, 100));

        assertEquals(text, document.json().toString());
    }

    @Test
    void longNumbers_areKept() throws Exception {
        String number = "7".repeat(10_000);
        Files.writeString(file, number);

        var document = assertInstanceOf(ResultFile.Document.class, ResultFile.read(file, 10_000));

        assertEquals(number, document.json().toString());
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
