"""A PostgreSQL server of the tests' own."""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

import start
from tests.served import LOOPBACK, free_port

PASSWORD = "parsley-7"  # noqa: S105 - the server ends with the tests


class Postgres:
    """A server with one user, ``kit``; each test asks it for a database of its own."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="iepkit-postgres-"))
        self.port = free_port()
        self._programs = Path(start.postgresql())
        self._databases = 0
        self._as = self._nobody() if os.geteuid() == 0 else []
        password = self.folder / "password"
        password.write_text(PASSWORD)
        self._run(
            "initdb", "--pgdata", str(self.data), "--username", "kit", "--pwfile", str(password),
            "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C",
        )  # fmt: skip
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(
                f"listen_addresses = '{LOOPBACK}'\nport = {self.port}\nunix_socket_directories = ''\n"
                # Far from UTC, so that a moment in the wrong zone is found.
                "timezone = 'Asia/Tokyo'\nshared_buffers = 16MB\n"
            )
        self.start()

    @property
    def data(self):
        return self.folder / "data"

    def start(self):
        self._run("pg_ctl", "start", "--wait", "--silent", "--pgdata", str(self.data), "--log", f"{self.data}/log")

    def stop(self, mode="fast"):
        self._run("pg_ctl", "stop", "--wait", "--silent", "--pgdata", str(self.data), "--mode", mode)

    def end(self):
        with contextlib.suppress(subprocess.CalledProcessError):
            self.stop("immediate")
        shutil.rmtree(self.folder)

    def database(self):
        """Make an empty database.

        Returns:
            Its address.
        """
        self._databases += 1
        name = f"test_{self._databases}"
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return self.address(name)

    def checkpoint(self):
        """Bring the files up to what was committed."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def address(self, name, user="kit", password=PASSWORD):
        return f"postgresql://{user}:{password}@{LOOPBACK}:{self.port}/{name}"

    def _nobody(self):
        """The server refuses to run as root, so its folder is given to a user who may do nothing else."""
        user = pwd.getpwnam("nobody")
        os.chown(self.folder, user.pw_uid, user.pw_gid)
        return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def _run(self, program, *options):
        subprocess.run(
            [*self._as, str(self._programs / program), *options],
            check=True, cwd=self.folder, stdout=subprocess.DEVNULL,
        )  # fmt: skip
