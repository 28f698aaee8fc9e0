"""The product in processes of its own, for tests that kill them: started, asked, looked into, ended
by their pid.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from unisono.jobs import queue, workers
from unisono.usecases.jobs.running import advance
from unisono.usecases.records.creating_many import create_many
from unisono.usecases.users import users
from unisono.worker.handlers import handler_of

ROOT = Path(__file__).resolve().parents[2]
ENDED = ("done", "failed", "cancelled")
LINKED = 100  # of the customers that `fill` makes have their contact already
_CALL = "import django; django.setup(); from tests.stories import killing; killing.{call}"
_AT_ONCE = 5000


def fill(count):
    """Make customers: every fifth with a contact name, some of type person, the first hundred with
    contact.
    """
    admin = users.actor_named("admin")
    for first in range(0, count, _AT_ONCE):
        numbers = range(first, min(first + _AT_ONCE, count))
        create_many("customer", [_customer(number) for number in numbers], actor=admin)


def _customer(number):
    return {
        "name": f"Talleres {number} S.L.",
        "type": "person" if number % 99 == 0 else "company",
        "contact_name": f"Ana Gil {number}" if number % 5 == 0 else "",
        "create_contact": number < LINKED,
    }


def work_by_steps():
    """Do a chunk for each line that comes in, of the oldest job that is free; say whether there may
    be more of it.
    """
    job, goes_on = None, False
    for _line in sys.stdin:
        job = job if goes_on else queue.claim(workers.own_name())
        goes_on = job is not None and advance(job, job.worker, handler_of(job))
        sys.stdout.write(f"{goes_on}\n")
        sys.stdout.flush()


def people_among(count):
    """Return how many of the first so many customers are companies with a contact name: their
    contact has a person.
    """
    made = (_customer(number) for number in range(count))
    return sum(each["type"] == "company" and each["contact_name"] != "" for each in made)


def wait_for(what, seconds=60, pause=0.02):
    """Return what `what()` gives as soon as it is something; fail when it is not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(pause)
    raise AssertionError(f"{what.__name__} gave nothing for {seconds} seconds")


class Process:
    """A process that this test started, itself or by the server; told from a later one of the same
    pid.
    """

    def __init__(self, pid):
        self.pid, self._began = pid, _stat(pid)[19:20]

    def is_gone(self):
        """Whether it has ended; what nobody waited for yet (a zombie) has."""
        now = _stat(self.pid)
        return not now or now[0] == "Z" or now[19:20] != self._began

    def kill(self):
        """kill -9, unless it is gone."""
        if self._began and not self.is_gone():
            os.kill(self.pid, signal.SIGKILL)


def _stat(pid):
    """/proc/PID/stat behind the command's name: state, parent, …, its beginning as the 20th; []
    where there is none.
    """
    try:
        return (
            Path(f"/proc/{pid}/stat")
            .read_text(encoding="utf-8", errors="replace")
            .rpartition(")")[2]
            .split()
        )
    except OSError:
        return []


def _command_line(path):
    try:
        return (path / "cmdline").read_text(encoding="utf-8", errors="replace").split("\0")
    except OSError:
        return []


class Steps:
    """A worker that goes on when it is told to."""

    def __init__(self, process):
        self._process = process

    def step(self):
        """Let it do a chunk; tell whether its job goes on."""
        self.begin_step()
        return self.end_step()

    def begin_step(self):
        """Let it do a chunk, beside others."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def end_step(self):
        """Wait for the end of the chunk; tell whether its job goes on."""
        told = self._process.stdout.readline().strip()
        assert told in ("True", "False"), told
        return told == "True"


class Product:
    """An installation with its own data folder (and database, where an address is given) and a free
    port.
    """

    def __init__(self, folder, database_url=None):
        self.folder, self._url = folder, database_url
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("UNISONO_", "DJANGO_"))}
        # What a killed process leaves behind stands in the folder of the test, and goes with it.
        temporary = folder / "tmp"
        temporary.mkdir(exist_ok=True)
        more = {"UNISONO_JOB_LEASE_SECONDS": "1", "PYTHONUNBUFFERED": "1", "TMPDIR": str(temporary)}
        self.environment = {**kept, **more}
        if database_url:
            self.environment["UNISONO_DATABASE_URL"] = database_url
        self._log = (folder / "log").open("ab")
        self._started, self._seen = [], []
        self.server, self.python, self.cwd = None, sys.executable, ROOT
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]

    def install(self, customers):
        """Make the database with so many customers, and a token for the API."""
        self.run("init")
        subprocess.run(**self._calling(f"fill({customers})"), check=True, timeout=120)
        self.token = self.run("token", "create", "admin").stdout.strip()

    def _calling(self, call):
        """How one of the functions above is called in a process of its own."""
        more = {
            "UNISONO_DATA": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "unisono.config.settings",
        }
        command = [sys.executable, "-c", _CALL.format(call=call)]
        return {"args": command, "env": {**self.environment, **more}, "cwd": ROOT}

    def stepping_worker(self):
        """A worker that does a chunk when the test says so: no machine is too fast for what happens
        in between.
        """
        pipes = {
            "stdin": subprocess.PIPE,
            "stdout": subprocess.PIPE,
            "stderr": self._log,
            "text": True,
        }
        process = subprocess.Popen(**self._calling("work_by_steps()"), **pipes)
        self._started.append(process)
        return Steps(process)

    def run(self, *arguments):
        """Run a command to its end; it must succeed."""
        done = subprocess.run(
            self._command(arguments), capture_output=True, text=True, timeout=120, **self._where()
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *arguments):
        """Start a command that stays; its words go to the log."""
        process = subprocess.Popen(
            self._command(arguments), stdout=self._log, stderr=self._log, **self._where()
        )
        self._started.append(process)
        return process

    def serve(self, *options):
        """Start the server and wait until it answers."""
        process = self.start("serve", "--port", str(self.port), *options)
        self.server = Process(process.pid)
        for former in self._started:
            former.poll()  # so that no zombies are left
        wait_for(self._answers)

    def _command(self, arguments):
        return [self.python, "-m", "unisono", "--data", str(self.folder), *arguments]

    def _where(self):
        return {"env": self.environment, "cwd": self.cwd}

    def _answers(self):
        try:
            return (
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status
                == 200
            )
        except OSError:
            return False

    def worker(self):
        """The worker that the server keeps beside it, None while there is none."""
        return next(iter(self.children("worker")), None)

    def children(self, command):
        """The processes of the server that run a command: `web`, `worker`."""
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            state = _stat(path.name)
            if state and state[1] == str(self.server.pid) and state[0] != "Z":
                if command in _command_line(path):
                    found.append(Process(int(path.name)))
        self._seen += found
        return found

    def call(self, method, path, body=None):
        """Ask the API; return its answer."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        address = f"http://127.0.0.1:{self.port}/api/v1{path}"
        request = urllib.request.Request(address, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as refusal:
            raise AssertionError(
                f"{method} {path}: {refusal.code} {refusal.read().decode()}"
            ) from refusal

    def ended(self, id_):
        """Wait until a job has ended by itself; return it."""

        def job_that_ended():
            job = self.call("GET", f"/jobs/{id_}")
            return job if job["state"] in ENDED else None

        return wait_for(job_that_ended, 120, 0.1)

    def rows(self, sql):
        """Look into the database past the product."""
        if self._url:
            with psycopg.connect(self._url) as connection:
                return connection.execute(sql).fetchall()
        connection = sqlite3.connect(self.folder / "unisono.sqlite3", timeout=30)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    def log(self):
        """The last that its processes said."""
        return (self.folder / "log").read_text(encoding="utf-8")[-5000:]

    def end_helpers(self):
        """End every process but the server and the worker beside it."""
        helpers = [each for each in self._started if each.pid != self.server.pid]
        for process in helpers:
            process.kill()
            process.wait(10)
            self._started.remove(process)

    def tell(self, number):
        """Send the server a signal."""
        os.kill(self.server.pid, number)

    def exit_code(self):
        """Wait for the end of the server; what it ended with."""
        return next(each for each in self._started if each.pid == self.server.pid).wait(60)

    def stop(self, number=signal.SIGTERM):
        """Let the server end; what it ended with."""
        self.tell(number)
        return self.exit_code()

    def end_server(self):
        """End the server and its processes, if they still run."""
        children = [each for each in self._seen if not each.is_gone()] if self.server else []
        for process in [*filter(None, [self.server]), *children]:
            process.kill()

    def end(self):
        """End every process by its pid."""
        if self.server:
            self.children("worker"), self.children("web")
        for process in self._started:
            process.kill()
            process.wait(10)
        for process in self._seen:
            process.kill()
        self._log.close()
