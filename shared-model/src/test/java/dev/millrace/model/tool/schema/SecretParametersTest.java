package dev.millrace.model.tool.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.millrace.model.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class SecretParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true  | {'properties': {'p': {'writeOnly': true}}}",
                "true  | {'properties': {'p': {'type': 'string', 'format': 'password'}}}",
                "false | {'properties': {'p': {'type': 'string', 'format': 'path'}, 'q': {'writeOnly': true}}}",
                "false | {'properties': {'p': {'writeOnly': false}}}",
                "false | {'properties': {'p': {'properties': {'writeOnly': {'type': 'boolean'}}}}}",
                "true  | {'properties': {'p': {'properties': {'inner': {'writeOnly': true}}}}}",
                "true  | {'properties': {'p': {'items': {'format': 'password'}}}}",
                "true  | {'properties': {'p': {'$ref': '#/$defs/s'}}, '$defs': {'s': {'writeOnly': true}}}",
                "true  | {'properties': {'p': {'anyOf': [{'$ref': '#/$defs/a~1b%20c'}]}}, '$defs': {'a/b c': {'writeOnly': true}}}",
                "false | {'properties': {'p': {'$ref': '#/properties/p/items', 'items': {'$ref': '#/properties/p'}}}}",
                "true  | {'properties': {'p': {'$ref': '#named'}}, '$defs': {'s': {'$anchor': 'named', 'writeOnly': true}}}",
                "true  | {'properties': {'p': {}}, 'allOf': [{'properties': {'p': {'writeOnly': true}}}]}",
                "true  | {'additionalProperties': {'writeOnly': true}}",
                "true  | {'patternProperties': {'^p': {'format': 'password'}}}",
                "false | {'properties': {'p': {}}, 'additionalProperties': {'writeOnly': true}}",
                "false | {}"
            })
    void secret_isWhatTheSchemaCallsSo(boolean expected, String schema) {
        ObjectNode document = (ObjectNode) Json.read(schema.replace('\'', '"'));

        assertEquals(expected, new SecretParameters(document).contains("p"));
    }
}
