package dev.millrace.standalone.client.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.standalone.client.exit.ClientException;
import dev.millrace.standalone.client.exit.ExitStatus;
import dev.millrace.standalone.client.json.ExactJson;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class ParameterSourcesTest {
    private static final ParameterSchema SCHEMA =
            new ParameterSchema(JsonMapper.shared().readTree("""
            {"type": "object",
             "$defs": {"count": {"type": "integer"}},
             "properties": {
               "text": {"type": "string"}, "count": {"$ref": "#/$defs/count"}, "ratio": {"type": "number"},
               "deep": {"type": "boolean"}, "list": {"type": "array"}, "map": {"type": "object"},
               "either": {"type": ["string", "integer"]}, "mode": {"enum": ["fast", 1]}, "open": {},
               "any": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
               "root": {"type": "string", "format": "path"},
               "roots": {"type": "array", "items": {"type": "string", "format": "path"}},
               "loop": {"$ref": "#/properties/loop"}}}"""));

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text=5 | {'text':'5'}",
                "text= | {'text':''}",
                "text=a=b | {'text':'a=b'}",
                "text=true | {'text':'true'}",
                "count=5 | {'count':5}",
                "count=12345678901234567890123 | {'count':12345678901234567890123}",
                "ratio=0.1000000000000000055511151231257827 | {'ratio':0.1000000000000000055511151231257827}",
                "ratio=2 | {'ratio':2}",
                "deep=true | {'deep':true}",
                "list=[1,{'a':2}] | {'list':[1,{'a':2}]}",
                "map={'a':[]} | {'map':{'a':[]}}",
                "either=5 | {'either':5}",
                "either=true | {'either':'true'}",
                "either=five | {'either':'five'}",
                "mode=fast | {'mode':'fast'}",
                "mode=1 | {'mode':1}",
                "any=null | {'any':null}",
                "open=5 | {'open':'5'}",
                "unknown=5 | {'unknown':'5'}",
                "loop=5 | {'loop':'5'}",
                "text:=5 | {'text':5}",
                "unknown:=['x'] | {'unknown':['x']}",
            })
    void aValue_getsTheTypeOfItsSchema(String argument, String expected) {
        assertEquals(expected.replace('\'', '"'), read(null, argument.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"count=many | {'count':'many'}", "deep=yes | {'deep':'yes'}", "count= | {'count':''}"})
    void aValueThatDoesNotFit_isLeftForTheServerToRefuse(String argument, String expected) {
        assertEquals(expected.replace('\'', '"'), read(null, argument));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "novalue | -p novalue names no parameter",
                "=5 | -p =5 names no parameter",
                ":=5 | -p :=5 names no parameter",
                "list=[1 | -p list: not JSON, and the tool wants an array: it ends too early, at line 1, column 3",
                "map= | -p map: not JSON, and the tool wants an object: it is empty",
                "text:=[1 | -p text: not JSON",
                "text:= | -p text: not JSON: it is empty",
                "text:={\"a\":1,\"a\":2} | -p text: not JSON: a key occurs twice in one object, at line 1",
                "text:=[NaN] | -p text: not JSON: JSON has no NaN and no Infinity, at line 1",
                "text=@missing.txt | -p text: cannot read missing.txt"
            })
    void whatCannotBeMeant_isAUsageError(String argument, String message) {
        ClientException failure = assertThrows(ClientException.class, () -> read(null, argument));

        assertEquals(ExitStatus.USAGE, failure.status());
        assertTrue(String.valueOf(failure.getMessage()).startsWith(message), failure.getMessage());
    }

    @Test
    void aFile_givesItsContent_typedLikeAnyText() throws IOException {
        Files.writeString(directory.resolve("in.txt"), "[1, 2]\n");

        assertEquals("{\"text\":\"[1, 2]\\n\"}", read(null, "text=@in.txt"));
        assertEquals("{\"list\":[1,2]}", read(null, "list=@in.txt"));
    }

    @Test
    void relativePaths_areTheCallers() {
        assertEquals("{\"root\":\"" + directory + "/docs\"}", read(null, "root=docs"));
        assertEquals("{\"root\":\"" + directory + "\"}", read(null, "root=."));
        assertEquals("{\"root\":\"/etc\"}", read(null, "root=/etc"));
        assertEquals("{\"root\":\"\"}", read(null, "root="));
        assertEquals("{\"roots\":[\"" + directory + "/a\",\"/b\"]}", read(null, "roots=[\"a\",\"/b\"]"));
        assertEquals("{\"text\":\"docs\"}", read(null, "text=docs"));
    }

    @Test
    void aDocument_comesFirst_andSingleValuesWin() throws IOException {
        Files.writeString(directory.resolve("all.json"), "{\"count\": 1, \"root\": \"docs\"}");

        assertEquals(
                "{\"count\":2,\"root\":\"" + directory + "/docs\"}",
                read(directory.resolve("all.json").toString(), "count=2"));
        assertEquals("{\"fromInput\":1}", read("-"));
    }

    @Test
    void numbersAndCharacters_goUpAsTheyWereWritten() throws IOException {
        String written =
                "{\"count\":-0,\"price\":19.90,\"large\":[1e400,12345678901234567890.120],\"half\":\"x\\udfffy\"}";
        Files.writeString(directory.resolve("all.json"), "\uFEFF" + written);

        assertEquals(written, read("all.json"));
        assertEquals("{\"count\":1e3}", read(null, "count=1e3"));
        assertEquals("{\"price\":1.50E3}", read(null, "price:=1.50E3"));
        Files.writeString(directory.resolve("twice.json"), "{\"a\": 1, \"a\": 2}");
        assertTrue(failure("twice.json").contains("a key occurs twice"), failure("twice.json"));
    }

    @Test
    void aDocument_isAnObject() throws IOException {
        Files.writeString(directory.resolve("list.json"), "[]");
        Files.write(directory.resolve("latin.json"), new byte[] {'"', (byte) 0xE4, '"'});

        assertTrue(failure("list.json").contains("not a JSON object"), failure("list.json"));
        assertTrue(failure("latin.json").contains("not text in UTF-8"), failure("latin.json"));
    }

    private String failure(String document) {
        return String.valueOf(
                assertThrows(ClientException.class, () -> read(document)).getMessage());
    }

    private String read(@Nullable String document, String... arguments) {
        var input = new ByteArrayInputStream("{\"fromInput\": 1}".getBytes(StandardCharsets.UTF_8));
        return ExactJson.compact(new ParameterSources(document, List.of(arguments), input).read(SCHEMA, directory));
    }
}
