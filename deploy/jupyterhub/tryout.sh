#!/usr/bin/env bash
# A Hub to try out, as `make hub` starts it: with the course, an instructor and two students, on this machine alone.
#
# It runs in namespaces of its own: its accounts, homes, /etc, /srv and /tmp are layers in memory over this machine's,
# and its processes are all under one. When that one ends, by Ctrl-C or by a kill, nothing of it is left.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kit=$(cd "$here/../.." && pwd)
env=${HUB_ENV:-$kit/.venv}
port=${HUB_PORT:-8000}
fail() { echo "make hub: $*" >&2; exit 1; }

if [ -z "${INSIDE_TRYOUT:-}" ]; then
    [ "$(uname)" = Linux ] || fail "needs Linux"
    [ "$(id -u)" = 0 ] || fail "needs root, for accounts that are real: sudo make hub"
    [ -x "$env/bin/jupyterhub" ] || fail "there is no JupyterHub in $env: make hub installs it"
    [ -x "$env/hub/node_modules/.bin/configurable-http-proxy" ] || fail "there is no configurable-http-proxy in $env/hub: make hub installs it"
    unshare --mount --pid --fork mount -t tmpfs tmpfs /mnt 2>/dev/null || fail "this machine lets root make no namespaces (inside a container? start it with --privileged)"
    for p in "$port" 8001 8081 9999; do
        ! (exec 3<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null || fail "port $p of this machine is taken; HUB_PORT=8123 make hub changes the first of 8000, 8001, 8081 and 9999"
    done
    INSIDE_TRYOUT=1 exec unshare --mount --pid --fork --kill-child --mount-proc "$0" "$@"
fi

# --- what this Hub may see of the machine --------------------------------------------------------------------------
# The environment's Python, the environment, the package, this folder: wherever they lie, also in somebody's closed
# home. They are put aside, everything private is covered, and they are put back, to be read and not written.
python=$("$env/bin/python" -c 'import sys; print(sys.base_prefix)')
stage=/mnt
mount -t tmpfs -o mode=700 tmpfs "$stage"
shown=("$env" "$kit/autograder" "$here")
[ "$python" = /usr ] || shown+=("$python")
for i in "${!shown[@]}"; do
    mkdir "$stage/$i" && mount --bind "${shown[$i]}" "$stage/$i" && mount -o remount,bind,ro "$stage/$i"
done
mkdir "$stage/kit" && cp -r "$kit"/{solutions,source,release,nbgrader_config.py} "$stage/kit/"

covered=(/home /root /srv /tmp /var/tmp /dev/shm "$kit")
for path in "${shown[@]}"; do      # and each folder on the way that other accounts may not enter
    while path=$(dirname "$path"); [ "$path" != / ]; do
        [ $((0$(stat -c %a "$path") & 1)) = 1 ] || covered+=("$path")
    done
done
while read -r path; do
    [ -d "$path" ] || continue     # one that lies in another is gone by now
    case $path in /tmp | /var/tmp | /dev/shm) mode=1777 ;; *) mode=755 ;; esac
    mount -t tmpfs -o mode=$mode tmpfs "$path"
done < <(printf '%s\n' "${covered[@]}" | sort -u)
for i in "${!shown[@]}"; do
    mkdir -p "${shown[$i]}" && mount --bind "$stage/$i" "${shown[$i]}" && mount -o remount,bind,ro "${shown[$i]}"
done
mkdir "$stage/etc" "$stage/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$stage/etc,workdir=$stage/work" /etc 2>/dev/null ||
    { cp -a /etc/. "$stage/etc/" && mount --bind "$stage/etc" /etc; }   # a kernel without overlays

# --- the accounts --------------------------------------------------------------------------------------------------
export PATH="$env/bin:$env/hub/node_modules/.bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
export HOME=/root COURSE=linear-networks
unset INSIDE_TRYOUT VIRTUAL_ENV PYTHONPATH
password=${HUB_PASSWORD:-$(tr -dc a-z0-9 </dev/urandom | head -c 10 || true)}
KIT="$stage/kit" ASSIGNMENTS="${HUB_ASSIGNMENTS:-}" "$here/install.sh"
add() { useradd --create-home --key HOME_MODE=0700 --shell /bin/bash --groups "$2" "$1" && echo "$1:$password" | chpasswd; }
add instructor "formgrade-$COURSE"
for student in ada alan; do add "$student" "nbgrader-$COURSE"; done

# --- the Hub -------------------------------------------------------------------------------------------------------
cd /srv/jupyterhub
export HUB_URL="http://127.0.0.1:$port"
log=/srv/jupyterhub/hub.log         # HUB_LOG=INFO shows it, and more of it
[ -z "${HUB_LOG:-}" ] || log=/dev/stdout
setsid jupyterhub --config "$here/jupyterhub_config.py" --log-level="${HUB_LOG:-WARN}" >>"$log" 2>&1 &
hub=$!
stop() {
    kill -TERM $hub 2>/dev/null || true
    for _ in {1..50}; do kill -0 $hub 2>/dev/null || break; sleep 0.2; done
    exit 0      # with this process, the first of its namespace, all the others end
}
trap stop INT TERM
until python -c "import urllib.request as web; web.urlopen('$HUB_URL/hub/api', timeout=5)" 2>/dev/null; do
    kill -0 $hub 2>/dev/null || { [ "$log" = /dev/stdout ] || cat "$log" >&2; fail "the Hub ended; what it said is above"; }
    sleep 0.5
done
cat <<END

A Hub with the course "$COURSE": $HUB_URL
    instructor   password $password   the formgrader
    ada          password $password   a student: Nbgrader > Assignment List
    alan         password $password   a student
Ctrl-C ends it, and nothing of it is left.

END
wait $hub
