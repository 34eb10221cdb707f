package dev.millrace.standalone.client.run;

import dev.millrace.standalone.client.exit.ClientException;

/**
 * One {@code -p}, taken apart.
 *
 * @param text the value; for {@link Form#FILE} the name of the file
 */
record ParameterArgument(String name, String text, Form form) {

    enum Form {
        /** {@code name=value}: what the value is, the schema says. */
        TEXT,
        /** {@code name=@file}: the value is what is in the file. */
        FILE,
        /** {@code name:=JSON}: the value is JSON, whatever the schema says. */
        JSON
    }

    /** @throws ClientException when there is no name or no {@code =} */
    static ParameterArgument parse(String argument) {
        int equals = argument.indexOf('=');
        boolean json = equals > 0 && argument.charAt(equals - 1) == ':';
        int end = json ? equals - 1 : equals;
        if (end <= 0) {
            throw ClientException.usage(
                    "-p " + argument + " names no parameter; write -p name=value, name=@file or name:=JSON");
        }
        String name = argument.substring(0, end);
        String value = argument.substring(equals + 1);
        if (json) {
            return new ParameterArgument(name, value, Form.JSON);
        }
        return value.startsWith("@")
                ? new ParameterArgument(name, value.substring(1), Form.FILE)
                : new ParameterArgument(name, value, Form.TEXT);
    }
}
