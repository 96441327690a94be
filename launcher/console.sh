#!/usr/bin/env bash
# The Felix console of a running daemon: interactive, or `-c 'command'` with its exit code. --socket PATH names another socket
# than /var/run/docker/gantry-console.sock.
set -euo pipefail
dist=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/target/gantry-dist
[ -x "$dist/bin/gantry-console" ] || {
    echo "gantry: there is no distribution yet; launcher/run.sh makes it" >&2
    exit 125
}
exec "$dist/bin/gantry-console" "$@"
