#!/bin/sh
# Makes the secrets that compose.yaml hands out, in deploy/secrets/; keeps those that are there.
set -eu
cd "$(dirname "$0")/secrets"
# The containers' own users read them: the folder is what keeps everybody else out.
chmod 0700 .
umask 022

keep() { # a name, and what is to stand in it
    [ -e "$1" ] || printf '%s' "$2" > "$1"
}
random() {
    od -An -N 24 -tx1 /dev/urandom | tr -d ' \n'
}

keep SHELFLIFE_SECRET_KEY "$(random)$(random)"
keep AWS_ACCESS_KEY_ID "shelflife-$(random | cut -c1-8)"
keep AWS_SECRET_ACCESS_KEY "$(random)"
keep database-password "$(random)"
keep SHELFLIFE_DATABASE_URL \
    "postgresql+psycopg://shelflife:$(cat database-password)@database/shelflife"
keep SHELFLIFE_SMTP_URL "${SMTP_URL:?say it: SMTP_URL=smtp://user:password@mail.example:587}"
echo "The secrets are in $(pwd). Keep a copy of SHELFLIFE_SECRET_KEY in a safe place."
