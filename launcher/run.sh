#!/usr/bin/env bash
# From nothing to a running daemon, in the foreground: installs what is missing, builds when there is no distribution yet.
# Takes dockerd's flags: launcher/run.sh -H unix:///tmp/docker.sock --data-root /srv/gantry
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/launcher/setup.sh"
dist=$root/launcher/target/gantry-dist

case " $* " in
*" --help "* | *" -h "* | *" --version "* | *" -v "* | *" --validate "*) ;;
*)
    [ "$(id -u)" = 0 ] || die "the daemon needs root"
    ensure_runtime
    ;;
esac

if [ ! -x "$dist/bin/gantryd" ]; then
    ensure_build_tools
    say "building the distribution (some minutes the first time)"
    log=$(mktemp)
    (cd "$root" && mvn -B -ntp package -DskipTests) >"$log" 2>&1 || {
        grep -E '^\[ERROR\]' "$log" | head -n 20 >&2
        die "the build failed; its log is $log"
    }
    rm -f "$log"
elif [ ! -x "$dist/runtime/bin/java" ]; then
    ensure_jdk
fi
exec "$dist/bin/gantryd" "$@"
