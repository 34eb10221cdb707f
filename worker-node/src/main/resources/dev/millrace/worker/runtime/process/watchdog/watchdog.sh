#!/usr/bin/env bash
# The process beside a worker that kills the tools of a worker that is frozen or dead. $1 is the directory with the directories of the
# attempts. The worker writes lines, each with the number of seconds for which it may be silent from then on. After a longer silence
# the worker is frozen: this prints b, kills the tools, and prints e. At the end of its input the worker is dead: this kills the tools
# and exits.

trap '' HUP INT TERM TSTP PIPE

# Several rounds, because a process may fork while it is being looked for.
kill_tools() {
    for _ in 1 2 3 4 5; do
        # The names of these files have no blanks.
        # shellcheck disable=SC2013
        for file in $(grep -lszF -- "MILLRACE_RESULT=$1/" /proc/[0-9]*/environ); do
            pid=${file#/proc/}
            kill -KILL "${pid%/environ}" 2>/dev/null
        done
        sleep 0.1
    done
}

seconds=
while true; do
    read -r ${seconds:+-t "$seconds"} seconds
    status=$?
    if [ "$status" -gt 128 ]; then
        printf b
        rm -f -- "$1"/*/parameters.json
        kill_tools "$1"
        printf e
        seconds=
    elif [ "$status" -gt 0 ]; then
        kill_tools "$1"
        exit
    fi
done
