#!/bin/sh
# Make a virtual environment in $1 with the first Python that is new enough.
set -eu

for name in python3.13 python3.12 python3.11 python3 python3.14; do
    if command -v "$name" >/dev/null 2>&1 &&
        "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$name
        break
    fi
done

if [ -z "${python:-}" ]; then
    echo "Lianshen needs Python 3.11 or newer; none was found on the PATH." >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$python cannot make virtual environments: its modules venv and ensurepip" >&2
    echo "are missing. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi

echo "Making $1 with $("$python" --version) ..."
"$python" -m venv "$1"
