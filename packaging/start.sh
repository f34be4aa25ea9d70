#!/usr/bin/env bash
# Opens GAN Studio and trains the demo at once. Makes or reuses a virtual environment first.
# Arguments go to `ganstudio demo`.
set -euo pipefail
# shellcheck source=packaging/environment.sh
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"

ensure_system_libraries
ensure_installed ""
exec "$venv/bin/python" -m ganstudio demo "$@"
