#!/usr/bin/env bash
# Make .venv and install the project into it: `tools/environment.sh` for use, `tools/environment.sh dev` for work,
# `tools/environment.sh training` for making weights.
# `tools/environment.sh bench` makes .venv-bench, with what the benchmarks compare with beside the project.
# What is there already isn't done again; what is missing on the machine is said in one line.
set -u
cd "$(dirname "$0")/.."

extra="${1:-}"
python="${PYTHON:-python3}"
venv=.venv
peers=
if [ "$extra" = bench ]; then
    extra=
    venv=.venv-bench
    peers=benchmarks/requirements.txt
fi
stamp="$venv/.installed${extra:+-$extra}"
wanted=$(cat pyproject.toml constraints.txt ${peers:+"$peers"} | cksum)

fail() { printf 'worthwatch: %s\n' "$1" >&2; exit 1; }

[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

command -v "$python" >/dev/null 2>&1 || fail "no $python here: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "$("$python" --version) is too old: install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"
"$python" -c 'import venv, ensurepip' >/dev/null 2>&1 ||
    fail "this Python has no venv module: install it (on Debian and Ubuntu: apt install python3-venv)"

if [ ! -x "$venv/bin/python" ]; then
    printf 'Making %s …\n' "$venv" >&2
    "$python" -m venv "$venv" || fail "$venv could not be made: see the lines above"
fi
printf 'Installing the project and its libraries, some minutes the first time …\n' >&2
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
    ${peers:+--requirement "$peers"} --editable ".${extra:+[$extra]}" ||
    fail "the libraries could not be installed: is there a network, and room for 2 GB on this disk? See the lines above"
printf '%s\n' "$wanted" > "$stamp"
# What a developer installs includes what a user does.
[ -z "$extra" ] || printf '%s\n' "$wanted" > "$venv/.installed"
