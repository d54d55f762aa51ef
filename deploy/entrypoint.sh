#!/bin/sh
# Settings that are secrets come as files of /run/secrets, each named like its setting.
set -eu
for file in /run/secrets/SHELFLIFE_* /run/secrets/AWS_*; do
    [ -r "$file" ] || continue
    export "$(basename "$file")=$(cat "$file")"
done
exec "$@"
