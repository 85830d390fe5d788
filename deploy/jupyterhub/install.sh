#!/usr/bin/env bash
# The accounts, groups and folders of one course on a Hub. Run as root, from the environment that the Hub will use:
#     deploy/jupyterhub/install.sh
# Running it again changes nothing that is there. COURSE=name is another course (its nbgrader_config.py has to say so
# too), ASSIGNMENTS="planck huber" builds these only.
set -euo pipefail
umask 022
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
kit=${KIT:-$(cd "$here/../.." && pwd)}
course=${COURSE:-linear-networks}
exchange=${NBGRADER_EXCHANGE:-/srv/nbgrader/exchange}
settings=${COURSE_SETTINGS:-/etc/jupyter}
grader=grader-$course
home=/home/$grader

[ "$(id -u)" = 0 ] || { echo "install.sh makes accounts: run it as root" >&2; exit 1; }
command -v autograder >/dev/null || { echo "autograder is not on the PATH: activate the environment of the Hub first" >&2; exit 1; }

# Who takes the course, who grades it, and the account that holds it. It has no password: nobody logs in as it.
groupadd --force "nbgrader-$course"
groupadd --force "formgrade-$course"
id "$grader" >/dev/null 2>&1 || useradd --create-home --shell /bin/bash "$grader"
chmod 700 "$home"

# Everybody must be able to write into the exchange (nbgrader asks for it), and with the sticky bit nobody can rename
# or delete what is another's. The course's own part is made here, so that no student can take its name.
install -d -m 1777 "$exchange"
install -d -m 755 -o "$grader" -g "$grader" "$exchange/$course"

install -d "$settings"
# What everyone's nbgrader must know, and what a student's and the grader's JupyterLab show. What is there stays.
put() { [ -e "$2" ] || sed "s#linear-networks#$course#; s#/srv/nbgrader/exchange#$exchange#" "$1" >"$2"; }
put "$here/nbgrader_config.py" "$settings/nbgrader_config.py"
for who in student grader; do
    install -d "$settings/$who/labconfig"
    for file in jupyter_server_config.json labconfig/page_config.json; do put "$here/$who/$file" "$settings/$who/$file"; done
done

# The course folder, with the answers and the gradebook, in the home that only the grader may enter.
if [ ! -e "$home/$course" ]; then
    install -d -o "$grader" -g "$grader" "$home/$course"
    cp -r "$kit"/{solutions,source,release,nbgrader_config.py} "$home/$course/"
    chown -R "$grader:$grader" "$home/$course"
fi
as_grader() { runuser -u "$grader" -- env HOME="$home" PATH="$PATH" NBGRADER_EXCHANGE="$exchange" "$@"; }
as_grader mkdir -p "$home/.jupyter"
as_grader ln -sfn "../$course/nbgrader_config.py" "$home/.jupyter/nbgrader_config.py"
as_grader sh -c 'grep -qs NBGRADER_EXCHANGE ~/.profile || echo "export NBGRADER_EXCHANGE=$NBGRADER_EXCHANGE" >> ~/.profile'
# shellcheck disable=SC2086 # a list of names
(cd "$home/$course" && as_grader autograder build ${ASSIGNMENTS:-})

# The Hub's own folder: its database and secrets.
install -d -m 700 /srv/jupyterhub
