#!/usr/bin/env bash
# Checks style and types, then runs the tests. Makes or reuses a virtual environment first.
# Arguments go to pytest.
set -euo pipefail
# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

ensure_system_libraries
ensure_installed "[test]"
cd "$root"
"$venv/bin/python" -m ruff format --check .
"$venv/bin/python" -m ruff check .
"$venv/bin/python" -m mypy
# One process a core: nearly all tests compute with one thread.
exec "$venv/bin/python" -m pytest -n "$(getconf _NPROCESSORS_ONLN)" --dist worksteal "$@"
