# shellcheck shell=bash
# What start.sh and test.sh share: the system libraries, a Python, a virtual environment. Sourced, not run.
#
#   GANSTUDIO_PYTHON       the Python to build the environment with; otherwise the first of 3.13, 3.12, 3.11
#   GANSTUDIO_VENV         where the environment lives; otherwise .venv in the checkout
#   GANSTUDIO_TORCH_INDEX  a package index to take torch and torchvision from, such as one of CPU-only builds
#
# pip's own variables (PIP_INDEX_URL, PIP_FIND_LINKS, PIP_NO_INDEX and so on) work as usual.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
venv=${GANSTUDIO_VENV:-$root/.venv}
[[ $venv == /* ]] || venv=$PWD/$venv
export PIP_DISABLE_PIP_VERSION_CHECK=${PIP_DISABLE_PIP_VERSION_CHECK:-1}
export PIP_USER=0 # pip refuses "--user" inside an environment, even where a person made it the default

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

# ---------------------------------------------------------------- system packages

# Sets `as_root` to what must stand before a command that needs root. False where packages may not be installed.
may_install() {
    command -v apt-get >/dev/null || return 1
    as_root=
    [ "$(id -u)" -eq 0 ] && return
    as_root="sudo -n"
    sudo -n true 2>/dev/null
}

install_packages() {
    say "Installing system packages: $*"
    $as_root apt-get update || say "The package lists could not be refreshed; going on with the old ones."
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

# Lines of system-packages.txt whose library the loader does not find.
missing_libraries() {
    local known line
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0
    grep -v '^#' "$root/packaging/system-packages.txt" | while read -r line; do
        [[ $known == *$'\t'"${line%% *} "* ]] || printf '%s\n' "$line"
    done
}

# Installs Qt's system libraries where that is allowed, and otherwise names them; never a reason to stop.
ensure_system_libraries() {
    [ "$(uname -s)" = Linux ] || return 0
    local missing libraries packages
    missing=$(missing_libraries)
    [ -n "$missing" ] || return 0
    # shellcheck disable=SC2046 # one word a package
    if may_install && install_packages $(awk '{ print $2 }' <<<"$missing"); then
        missing=$(missing_libraries)
        [ -n "$missing" ] || return 0
    fi
    libraries=$(awk '{ printf " %s", $1 }' <<<"$missing")
    packages=$(awk '{ printf " %s", $2 }' <<<"$missing")
    if command -v apt-get >/dev/null; then
        say "The window needs system libraries that are missing here; install them with: sudo apt-get install$packages"
    else
        say "The window needs system libraries that are missing here; install the packages that hold:$libraries"
    fi
}

# ---------------------------------------------------------------- Python

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }
can_make_environments() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }

# Sets `python` to a Python 3.11 or newer, if possible one that can make environments.
find_python() {
    local candidate
    python=
    for candidate in ${GANSTUDIO_PYTHON:-python3.13 python3.12 python3.11 python3 python}; do
        is_new_enough "$candidate" || continue
        python=${python:-$candidate}
        can_make_environments "$candidate" || continue
        python=$candidate
        break
    done
    [ -n "$python" ] || fail "GAN Studio needs Python 3.11 or newer and found none${GANSTUDIO_PYTHON:+ at $GANSTUDIO_PYTHON}; install it (on Debian 12, Ubuntu 24.04 or newer: sudo apt-get install python3 python3-venv) or name it in GANSTUDIO_PYTHON."
}

# Debian and Ubuntu keep ensurepip, without which an environment gets no pip, in a package of its own.
make_environment_otherwise() {
    local package
    package=python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv
    if may_install && install_packages "$package"; then
        "$python" -m venv --clear "$venv"
    elif command -v virtualenv >/dev/null; then
        virtualenv --clear --python "$python" "$venv"
    elif "$python" -m pip --version >/dev/null 2>&1; then
        "$python" -m venv --clear --without-pip "$venv"
        "$python" -m pip --python "$venv/bin/python" install pip
    else
        fail "$python cannot make virtual environments here; install what it lacks with: sudo apt-get install $package"
    fi
}

# ---------------------------------------------------------------- environment

is_sound() { is_new_enough "$venv/bin/python" && "$venv/bin/python" -m pip --version >/dev/null 2>&1; }

# Makes the environment, or makes it again where it is damaged. A folder that is something else is never emptied.
ensure_environment() {
    is_sound && return
    if [ -e "$venv" ] && [ ! -e "$venv/pyvenv.cfg" ] && [ -n "$(find "$venv" -type f | head -n 1)" ]; then
        fail "$venv is there and is not a virtual environment; move it away or set GANSTUDIO_VENV to another folder."
    fi
    find_python
    say "Making a virtual environment in $venv with $("$python" --version)."
    if can_make_environments "$python"; then
        "$python" -m venv --clear "$venv"
    else
        make_environment_otherwise
    fi
}

# What was installed from where: with the same stamp a second run has nothing to do.
stamp() {
    printf '%s%s\n' "$root" "$1"
    cat "$root/pyproject.toml"
}

is_installed() { stamp "$1" | cmp -s - "$venv/.ganstudio$1"; }

install_torch() {
    if [ -n "${GANSTUDIO_TORCH_INDEX:-}" ]; then
        # shellcheck disable=SC2046 # one word a requirement
        "$venv/bin/python" -m pip install --index-url "$GANSTUDIO_TORCH_INDEX" \
            $(sed -nE 's/^ *"(torch(vision)?[<>=~][^"]*)",$/\1/p' "$root/pyproject.toml")
    elif [ "$(uname -s)" = Linux ] && [ ! -e /dev/nvidiactl ]; then
        say "No NVIDIA GPU was found here; a much smaller torch for the CPU will do, see GANSTUDIO_TORCH_INDEX in the README."
    fi
}

# Installs this checkout with its extras ("" or "[test]"); goes on where an interrupted installation stopped.
ensure_installed() {
    ensure_environment
    is_installed "$1" || is_installed "[test]" && return
    say "Installing GAN Studio into $venv; the first time this takes some minutes."
    rm -f "$venv/.ganstudio$1"
    "$venv/bin/python" "$root/packaging/forget_broken.py"
    install_torch
    "$venv/bin/python" -m pip install -e "$root$1"
    stamp "$1" >"$venv/.ganstudio$1"
}
