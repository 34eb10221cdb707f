package dev.millrace.api.hostile;

import java.util.ArrayList;
import java.util.List;

/** Parameters against schemas that are costly or hard to check. */
final class HostileParameters {
    static final String TOOL = """
            {"run": {"command": ["echo"]},
             "parameters": {"type": "object", "$defs": {"tree": {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}}},
              "properties": {
               "pattern": {"type": "string", "pattern": "^(a+)+$"},
               "backtrack": {"type": "string", "pattern": "(x+x+)+y"},
               "cents": {"type": "number", "multipleOf": 0.01},
               "tiny": {"type": "number", "multipleOf": 1e-300},
               "bounded": {"type": "number", "minimum": -1e300, "exclusiveMaximum": 1e300},
               "whole": {"type": "integer"},
               "unique": {"type": "array", "uniqueItems": true},
               "contains": {"type": "array", "contains": {"const": 1}, "minContains": 2},
               "tree": {"$ref": "#/$defs/tree"},
               "one": {"oneOf": [{"type": "string"}, {"maxLength": 3}, {"type": "number"}, {"multipleOf": 2}]},
               "names": {"propertyNames": {"pattern": "^[a-z]+$"}, "unevaluatedProperties": false},
               "enum": {"enum": [1, "1", null, {"a": 1}, 1.0]},
               "length": {"type": "string", "minLength": 2, "maxLength": 2},
               "date-time": {"format": "date-time"}, "date": {"format": "date"}, "time": {"format": "time"},
               "duration": {"format": "duration"}, "email": {"format": "email"}, "idn-email": {"format": "idn-email"},
               "hostname": {"format": "hostname"}, "idn-hostname": {"format": "idn-hostname"}, "ipv4": {"format": "ipv4"},
               "ipv6": {"format": "ipv6"}, "uri": {"format": "uri"}, "uri-reference": {"format": "uri-reference"},
               "iri": {"format": "iri"}, "iri-reference": {"format": "iri-reference"}, "uuid": {"format": "uuid"},
               "uri-template": {"format": "uri-template"}, "json-pointer": {"format": "json-pointer"},
               "relative-json-pointer": {"format": "relative-json-pointer"}, "regex": {"format": "regex"}, "path": {"format": "path"}}}}
            """;

    private static final List<String> NAMES = List.of(
            "pattern",
            "backtrack",
            "cents",
            "tiny",
            "bounded",
            "whole",
            "unique",
            "contains",
            "tree",
            "one",
            "names",
            "enum",
            "length",
            "date-time",
            "date",
            "time",
            "duration",
            "email",
            "idn-email",
            "hostname",
            "idn-hostname",
            "ipv4",
            "ipv6",
            "uri",
            "uri-reference",
            "iri",
            "iri-reference",
            "uuid",
            "uri-template",
            "json-pointer",
            "relative-json-pointer",
            "regex",
            "path");

    private static final List<String> VALUES = List.of(
            "null",
            "-0",
            "0.1",
            "1e300",
            "-1e308",
            "1e-320",
            "1.7976931348623157e308",
            "0.30000000000000004",
            "12345678901234567890123456789.01",
            "1e100",
            "10000000000000000000000000000000000000000",
            "\"\"",
            "\"" + "a".repeat(40) + "!\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"" + "a".repeat(500_000) + "!\"",
            "\"" + "a".repeat(900_000) + "\"",
            "\"\uD83D\uDE00\uD83D\uDE00\"",
            "\"\uD83D\uDE00\"",
            "\"2024-02-30T25:61:61Z\"",
            "\"9999999999-01-01\"",
            "\"P1Y2M3DT4H5M6.7S\"",
            "\"" + "a.".repeat(2_000) + "\"",
            "\"" + "(".repeat(2_000) + "\"",
            "\"(a+)+$\"",
            "\"[[:alpha:]\"",
            "\"" + "%".repeat(2_000) + "\"",
            "\"{" + "x,".repeat(2_000) + "}\"",
            "\"http://[::\"",
            "\"http://" + "a".repeat(5_000) + "\"",
            "\"xn--\"",
            "\"\u3002.\u0661\"",
            "\"@\"",
            "\"" + "a".repeat(3_000) + "@" + "b".repeat(3_000) + "\"",
            "\"1.2.3.4.5\"",
            "\"::::::::\"",
            "\"/~2\"",
            "\"0#/~\"",
            "[" + "0,".repeat(3_000) + "1]",
            "[" + "{},".repeat(3_000) + "1]",
            "[1,1.0,1e0]",
            "{\"A\":1}",
            nested(90),
            "true");

    private HostileParameters() {}

    static List<RawRequest> all() {
        List<RawRequest> requests = new ArrayList<>();
        for (String name : NAMES) {
            for (String value : VALUES) {
                requests.add(RawRequest.json(
                        "POST",
                        "/api/v1/jobs",
                        "{\"tool\":\"schemas\",\"parameters\":{\"" + name + "\":" + value + "}}"));
            }
        }
        return requests;
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth) + "{}" + "}".repeat(depth);
    }
}
