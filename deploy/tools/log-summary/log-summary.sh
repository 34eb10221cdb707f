#!/bin/sh
# What a log file says most often, as JSON.
#
# usage: log-summary.sh FILE [TOP]
# exit:  0 done, 1 an incomplete gzip file, or the result cannot be written, 2 bad parameters
#
# Bytes, not characters: a log may hold any mixture of encodings.
set -eu
LC_ALL=C
export LC_ALL

fail() {
    exit_code=$1
    shift
    printf '%s\n' "$*" | tr -d '\000-\010\013-\037\177' >&2
    exit "$exit_code"
}

case $# in
    1 | 2) ;;
    *) fail 2 'usage: log-summary.sh FILE [TOP]' ;;
esac
file=$1
top=${2:-20}
case $top in
    '' | *[!0-9]* | 0 | ?????*) fail 2 "TOP must be a whole number from 1 to 9999: $top" ;;
esac
[ -e "$file" ] || fail 2 "no such file: $file"
[ -f "$file" ] || fail 2 "not a file: $file"
[ -r "$file" ] || fail 2 "cannot read: $file"

home=${MILLRACE_TOOL_HOME:-$(dirname -- "$0")}

# Progress needs to know how much there is; nobody knows that of a compressed file.
case $file in
    *.gz)
        bytes=0
        gzip -t <"$file" 2>/dev/null || fail 1 "not a complete gzip file: $file"
        read_log() { gzip -dc <"$file"; }
        ;;
    *)
        bytes=$(wc -c <"$file")
        read_log() { cat <"$file"; }
        ;;
esac

# A NUL would end the line for some awks, and -v would expand backslashes in a file name: hence tr and ENVIRON.
summarise() {
    LOG_FILE=$file
    RESULT=$1
    export LOG_FILE RESULT
    read_log | tr '\000' '?' | awk -v bytes="$bytes" -v top="$top" -f "$home/log-summary.awk"
}

if [ -n "${MILLRACE_RESULT:-}" ]; then
    summarise "$MILLRACE_RESULT.unfinished"
    mv -- "$MILLRACE_RESULT.unfinished" "$MILLRACE_RESULT"
else
    summarise /dev/fd/3 3>&1 >&2
fi
