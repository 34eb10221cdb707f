# Counts the messages of a log. Variables: bytes (size of the input, 0 if unknown) and top; LOG_FILE and RESULT (the file
# to write) come from the environment.
# Plain POSIX awk without repetition counts ({8}), which mawk did not have for years.

BEGIN {
    result = ENVIRON["RESULT"]
    LONGEST_LINE = 8192
    MOST_MESSAGES = 50000
    LONGEST_MESSAGE = 300
    hex = "[0-9a-fA-F]"
    hex4 = hex hex hex hex
    uuid = hex4 hex4 "-" hex4 "-" hex4 "-" hex4 "-" hex4 hex4 hex4
    date = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
    minute = "[0-9][0-9]:[0-9][0-9]"
    timestamp = date "[T ]" minute "(:[0-9][0-9])?([.,][0-9]+)?(Z|[+-][0-9][0-9]:?[0-9][0-9])?"
    message_count = lines = read = last_percent = 0
    level_count["error"] = level_count["warning"] = level_count["other"] = 0
}

{
    lines++
    read += length($0) + 1
    progress()
    line = length($0) > LONGEST_LINE ? substr($0, 1, LONGEST_LINE) : $0
    sub(/\r$/, "", line)
    if (line ~ /^[ \t]*$/) next
    level = level_of(line)
    level_count[level]++
    count_minute(line, level)
    count_message(normalised(line), level)
}

END {
    write_result()
    printf "%d lines, %d errors, %d warnings, %d different messages\n", \
        lines, level_count["error"], level_count["warning"], message_count
}

function progress(    percent) {
    if (bytes == 0) {
        if (lines % 100000 == 0) { printf "%d lines\n", lines; fflush() }
        return
    }
    percent = int(100 * read / bytes)
    if (percent > last_percent && percent < 100) {
        last_percent = percent
        printf "::progress %d %d lines\n", percent, lines
        fflush()
    }
}

# The first level word decides: a later one is more likely a part of the message.
function level_of(line,    upper) {
    upper = toupper(line)
    if (!match(upper, /(^|[^A-Z])(ERROR|ERR|FATAL|CRITICAL|CRIT|SEVERE|PANIC|EMERG|ALERT|WARNING|WARN|INFO|NOTICE|DEBUG|TRACE)([^A-Z]|$)/))
        return "other"
    upper = substr(upper, RSTART, RLENGTH)
    if (upper ~ /WARN/) return "warning"
    if (upper ~ /INFO|NOTICE|DEBUG|TRACE/) return "other"
    return "error"
}

function count_minute(line, level,    key) {
    if (match(line, date "[T ]" minute)) key = substr(line, RSTART, 10) " " substr(line, RSTART + 11, 5)
    else if (match(line, /^[A-Z][a-z][a-z] [ 0-9][0-9] [0-9][0-9]:[0-9][0-9]/)) key = substr(line, 1, 12)
    else if (match(line, minute ":[0-9][0-9]")) key = substr(line, RSTART, 5)
    else return
    minute_lines[key]++
    if (level == "error") minute_errors[key]++
}

function normalised(line) {
    sub(/^[A-Z][a-z][a-z] [ 0-9][0-9] [0-9][0-9]:[0-9][0-9]:[0-9][0-9] /, "", line)
    gsub(timestamp, "<time>", line)
    gsub(uuid, "<id>", line)
    gsub(/0x[0-9a-fA-F]+/, "<hex>", line)
    gsub(hex4 hex4 hex "*[0-9]" hex "*", "<hex>", line)
    gsub(/[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+/, "<ip>", line)
    gsub(/[0-9]+([.,:][0-9]+)*/, "<n>", line)
    sub(/^(\[?<time>\]?|<n>)[ \t]+/, "", line)
    gsub(/[ \t]+/, " ", line)
    return substr(line, 1, LONGEST_MESSAGE)
}

function count_message(message, level) {
    if (!(message in count)) {
        if (message_count == MOST_MESSAGES) { truncated = 1; return }
        message_count++
        first_line[message] = lines
        message_level[message] = level
    }
    count[message]++
}

function write_result(    i, key, n, shown) {
    printf "{\"file\":%s,\"lines\":%d,", quoted(ENVIRON["LOG_FILE"]), lines >result
    printf "\"levels\":{\"error\":%d,\"warning\":%d,\"other\":%d},", \
        level_count["error"], level_count["warning"], level_count["other"] >result
    printf "\"messageCount\":%d,\"topMessages\":[", message_count >result
    n = largest(count, shown)
    for (i = 1; i <= n; i++) {
        key = shown[i]
        printf "%s{\"count\":%d,\"message\":%s,\"level\":\"%s\",\"firstLine\":%d}", \
            (i > 1 ? "," : ""), count[key], quoted(key), message_level[key], first_line[key] >result
        printf "%7d  %s\n", count[key], printable(key)
    }
    printf "],\"worstMinutes\":[" >result
    n = largest(minute_errors, shown)
    for (i = 1; i <= n; i++) {
        key = shown[i]
        printf "%s{\"minute\":%s,\"errors\":%d,\"lines\":%d}", \
            (i > 1 ? "," : ""), quoted(key), minute_errors[key], minute_lines[key] >result
    }
    printf "],\"truncated\":%s}\n", (truncated ? "true" : "false") >result
    close(result)
}

# Puts the keys of the top largest values into shown[1], shown[2], ...; equal ones in the order of the keys.
function largest(values, shown,    key, n, i) {
    n = 0
    for (key in values) {
        if (n == top && !before(values, key, shown[n])) continue
        if (n < top) n++
        for (i = n; i > 1 && before(values, key, shown[i - 1]); i--) shown[i] = shown[i - 1]
        shown[i] = key
    }
    return n
}

function before(values, a, b) {
    return values[a] > values[b] || values[a] == values[b] && (a "") < (b "")
}

function printable(string) {
    string = text(string)
    gsub(/[\001-\037\177]/, "?", string)
    return string
}

# A JSON string.
function quoted(string,    i, c, out) {
    if (!ready) prepare()
    string = text(string)
    out = ""
    for (i = 1; i <= length(string); i++) {
        c = substr(string, i, 1)
        out = out (c in escaped ? escaped[c] : c)
    }
    return "\"" out "\""
}

# The bytes as UTF-8: what is not becomes U+FFFD.
function text(string,    i, out, size) {
    if (string !~ /[\200-\377]/) return string
    if (!ready) prepare()
    out = ""
    for (i = 1; i <= length(string); i += size ? size : 1) {
        size = sequence(string, i)
        out = out (size ? substr(string, i, size) : "\357\277\275")
    }
    return out
}

function prepare(    i, c) {
    for (i = 1; i < 256; i++) {
        c = sprintf("%c", i)
        code[c] = i
        if (i < 32 || i == 127) escaped[c] = sprintf("\\u%04x", i)
    }
    escaped["\""] = "\\\""
    escaped["\\"] = "\\\\"
    ready = 1
}

# Length of the UTF-8 sequence at i, 0 if there is none.
function sequence(string, i,    first, second, size, k) {
    first = code[substr(string, i, 1)]
    second = code[substr(string, i + 1, 1)]
    if (first < 128) return 1
    size = first >= 240 && first <= 244 ? 4 : first >= 224 && first < 240 ? 3 : first >= 194 && first < 224 ? 2 : 0
    if (size == 0 || first == 224 && second < 160 || first == 237 && second > 159) return 0
    if (first == 240 && second < 144 || first == 244 && second > 143) return 0
    for (k = 1; k < size; k++) {
        second = code[substr(string, i + k, 1)]
        if (second < 128 || second > 191) return 0
    }
    return size
}
