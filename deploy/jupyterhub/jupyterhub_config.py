"""A small hub for staff on one server: what JupyterHub is told. How to set it up: docs/hub.md.

To change something, write a file of your own that begins with

    load_subconfig("/opt/iepkit/deploy/jupyterhub/jupyterhub_config.py")

and sets it anew below, so that a newer kit can bring a newer file. It has to run as root:
each user's notebooks run under that user's own account of the system, and that alone keeps
users apart.
"""

import os
import sys
from pathlib import Path
from shutil import which
from typing import Any

from jupyterhub.auth import PAMAuthenticator

c = get_config()  # noqa: F821 - JupyterHub's own name

PROGRAMS = Path(sys.executable).parent
# systemd names the folder of the service's own.
STATE = Path(os.environ.get("STATE_DIRECTORY", ".")).absolute()
STAFF = "iepkit-staff"
IDLE = 3600

# What the hub writes holds secrets.
os.umask(0o077)
c.JupyterHub.db_url = f"sqlite:///{STATE}/jupyterhub.sqlite"
c.JupyterHub.cookie_secret_file = str(STATE / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(STATE / "proxy.pid")
# JupyterHub's own proxy, where it is on the path; else the one in Python that the kit's environment carries.
c.ConfigurableHTTPProxy.command = [which("configurable-http-proxy") or str(PROGRAMS / "configurable-http-proxy")]

# Only this computer, until a proxy with a certificate stands before it: passwords cross this line.
c.JupyterHub.bind_url = "http://127.0.0.1:8000"


class Staff(PAMAuthenticator):
    """Accounts of the system, with their passwords, as long as they are in the group."""

    async def refresh_user(self, user: Any, handler: Any = None) -> bool:
        """Whoever was taken out of the group, or has no account any more, has to log in and can't."""
        is_staff = self._is_staff(user.name)
        # A page that is open does not log in again: its server tells the hub from time to time that it is there.
        if not is_staff and handler and user.running and not user.spawner.pending:
            await handler.stop_single_user(user)
        return is_staff

    def _is_staff(self, name: str) -> bool:
        try:
            return self.check_allowed(name)
        except KeyError:
            return False


# Nobody else comes in: neither root nor any service is in the group.
c.JupyterHub.authenticator_class = Staff
c.PAMAuthenticator.allowed_groups = {STAFF}
# Who administers the hub does it on the server.
c.Authenticator.admin_users = set()
c.JupyterHub.cookie_max_age_days = 1

c.JupyterHub.spawner_class = "jupyterhub.spawner.LocalProcessSpawner"
c.Spawner.cmd = [str(PROGRAMS / "iepkit"), "lab", "--under-hub"]
c.Spawner.disable_user_config = True
c.Spawner.env_keep = ["PATH", "LANG", "LC_ALL", "TZ", "IEPKIT_HOME", "IEPKIT_PROGRESS"]
# For each process of a user: the server, and each notebook that is open.
c.Spawner.mem_limit = "1G"
c.Spawner.http_timeout = c.Spawner.start_timeout = 120
c.JupyterHub.concurrent_spawn_limit = 8

# Servers that nobody uses end; what was learned is kept.
c.JupyterHub.services = [
    {
        "name": "idle-culler",
        "command": [sys.executable, "-m", "jupyterhub_idle_culler", f"--timeout={IDLE}", f"--cull-every={IDLE // 6}"],
    }
]
c.JupyterHub.load_roles = [
    {
        "name": "idle-culler",
        "scopes": ["list:users", "read:users:activity", "read:servers", "delete:servers"],
        "services": ["idle-culler"],
    }
]
