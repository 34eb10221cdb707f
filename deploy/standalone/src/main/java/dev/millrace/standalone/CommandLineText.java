package dev.millrace.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Arguments as they were typed: what Java would take for something near is refused. */
final class CommandLineText {
    private static final Pattern WHOLE = Pattern.compile("0|-?[1-9][0-9]{0,9}");

    private CommandLineText() {}

    /** Java puts a question mark where bytes are no text; a value must not be changed on its way. */
    static boolean isUtf8() {
        try {
            return isUtf8(Files.readAllBytes(Path.of("/proc/self/cmdline")));
        } catch (IOException noProc) {
            return true;
        }
    }

    static boolean isUtf8(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** As the API reads whole numbers: no plus, no zeros in front, no digits of other scripts. */
    static Integer wholeNumber(String text) {
        try {
            if (WHOLE.matcher(text).matches()) {
                return Integer.valueOf(text);
            }
        } catch (NumberFormatException tooLarge) {
            // Said below.
        }
        throw new TypeConversionException("'" + text + "' is not a whole number; write digits only");
    }
}
