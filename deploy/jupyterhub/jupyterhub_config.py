"""A Hub with one course. README.md beside this file says how to install it; here is why each line is as it is.

People come from the accounts of this machine (PAM), and what they may do from its groups, by the names that nbgrader
knows: who is in `formgrade-COURSE` grades, who is in `nbgrader-COURSE` takes the course.
"""

import grp
import os
import sys
from pathlib import Path

c = get_config()  # noqa: F821 (JupyterHub runs this file with get_config in it)

COURSE = os.environ.get("COURSE", "linear-networks")
GRADER = f"grader-{COURSE}"
STUDENTS = f"nbgrader-{COURSE}"
INSTRUCTORS = f"formgrade-{COURSE}"
# The folders `student` and `grader` beside this file, as install.sh has put them.
SETTINGS = Path(os.environ.get("COURSE_SETTINGS", "/etc/jupyter"))
EXCHANGE = os.environ.get("NBGRADER_EXCHANGE", "/srv/nbgrader/exchange")
FORMGRADER = os.environ.get("COURSE_URL", "http://127.0.0.1:9999")

# --- who comes in -------------------------------------------------------------------------------------------------
c.JupyterHub.authenticator_class = "pam"
c.PAMAuthenticator.allowed_groups = {STUDENTS, INSTRUCTORS}
# The grader's account holds the course and the gradebook; it runs the service below, and nobody logs in as it.
c.Authenticator.blocked_users = {GRADER}
# No session of PAM around a server: it wants a terminal, and a Hub has none.
c.PAMAuthenticator.open_sessions = False


def groups_of_this_machine(authenticator, handler, auth_model):
    """Tell the Hub the groups of who has just logged in."""
    name = auth_model["name"]
    auth_model["groups"] = [g for g in (STUDENTS, INSTRUCTORS) if name in grp.getgrnam(g).gr_mem]
    return auth_model


c.Authenticator.manage_groups = True
c.Authenticator.post_auth_hook = groups_of_this_machine

# --- what a student's server is -----------------------------------------------------------------------------------
c.Spawner.default_url = "/lab"
# Students get the assignment list and Validate; neither the formgrader nor the list of courses to grade.
c.Spawner.environment = {"JUPYTER_CONFIG_PATH": str(SETTINGS / "student")}
# One who logs in before the deadline shares the machine with all others: limits, if your spawner can set them
# (LocalProcessSpawner cannot; SystemdSpawner, DockerSpawner and KubeSpawner can).
c.Spawner.mem_limit = "2G"
c.Spawner.cpu_limit = 1.0

# --- the formgrader -----------------------------------------------------------------------------------------------
# A Jupyter server that belongs to the course, not to a person, as nbgrader's demos have it. Instructors open it from
# Services on the Hub's page. It opens the formgrader as a page of its own: JupyterLab would show it in a frame, and
# since JupyterHub 4.1 no page of the Hub may be framed. (On one host name a student's page could frame it as well.)
c.JupyterHub.services = [
    {
        "name": COURSE,
        "url": FORMGRADER,
        "command": [str(Path(sys.executable).with_name("jupyterhub-singleuser"))],
        "user": GRADER,
        "cwd": f"/home/{GRADER}",
        "environment": {
            "JUPYTERHUB_DEFAULT_URL": "/formgrader",
            "JUPYTER_CONFIG_PATH": str(SETTINGS / "grader"),
            "NBGRADER_EXCHANGE": EXCHANGE,
        },
        # Its page is the course's own: asking an instructor to let it know her name would tell her nothing.
        "oauth_no_confirm": True,
    }
]
c.JupyterHub.load_roles = [
    {"name": INSTRUCTORS, "groups": [INSTRUCTORS], "scopes": [f"access:services!service={COURSE}"]},
]
# As a page of its own the formgrader links to an assignment's files as /tree/... and /notebooks/..., from the root of
# the host, where the Hub has no such page: these two lead on to the course's server.
c.Proxy.extra_routes = {f"/{page}/{COURSE}/": f"{FORMGRADER}/services/{COURSE}/" for page in ("tree", "notebooks")}


def first_page(handler):
    """Instructors arrive at the formgrader; everyone else, by an empty answer, at their own server."""
    user = handler.current_user
    grades = user is not None and INSTRUCTORS in {group.name for group in user.groups}
    return f"{handler.base_url}services/{COURSE}/" if grades else ""


c.JupyterHub.default_url = first_page

# --- the Hub itself -----------------------------------------------------------------------------------------------
# Behind a proxy that speaks TLS; or name a certificate with c.JupyterHub.ssl_key and ssl_cert and listen on "".
c.JupyterHub.bind_url = os.environ.get("HUB_URL", "http://127.0.0.1:8000")
c.ConfigurableHTTPProxy.command = os.environ.get("CONFIGURABLE_HTTP_PROXY", "configurable-http-proxy")
# The database and the cookie's secret are where the Hub is started: a folder that root alone may enter.
c.JupyterHub.cookie_secret_file = "jupyterhub_cookie_secret"
c.JupyterHub.db_url = "sqlite:///jupyterhub.sqlite"
