"""Measures the server from outside: readers and writers by wrk, crowds of connections, hostile
files beside others: `python -m benchmarks.serving [--databases sqlite,postgresql] [--alone]`.

It needs wrk (Debian's package), and stands beside the other measurements: it is the server that is
measured, not the product's work. The load comes from this machine, over 127.0.0.1.
"""

import argparse
import http.cookiejar
import os
import re
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from tests.exchange.hostile import CARDS, FILES
from tests.postgresql import TestServer

PASSWORD = "only for benchmarks"
_ROOT = Path(__file__).resolve().parent.parent
_SECONDS = 8  # of each measurement
_DONE = 'done = function(summary, latency) print("p95 " .. latency:percentile(95)) end\n'
_WRITES = (
    _DONE
    + """
local made = 0
setup = function(thread) thread:set("id", made); made = made + 1 end
local sent = 0
request = function()
  sent = sent + 1
  local no = string.format("CT%06d", 10 + id * 10 + sent % 8)
  return wrk.format("PATCH", "/api/v1/contacts/" .. no, nil, '{"note":"' .. id .. '-' .. sent .. '"}')
end
"""
)
_HALVES = {
    "1,000 that send nothing": b"",
    "1,000 that send half a head": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-",
    "1,000 that send half a body": b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nlog",
}


def main() -> None:
    """Print what was measured on each database."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":", 1)[0])
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--alone", action="store_true", help="one process, as on other systems")
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is missing. On Debian: apt-get install wrk")
    for database in options.databases.split(","):
        with tempfile.TemporaryDirectory() as folder:
            served = Served(Path(folder), database, ["--alone"] if options.alone else [])
            try:
                _measure(served, database)
            finally:
                served.end()


class Served:
    """The product with its demo, served by a group of processes."""

    def __init__(self, folder: Path, database: str, options: list[str]) -> None:
        self.folder = folder
        self.environment = {**os.environ, "UNISONO_DATA": str(folder / "data")}
        self._database = TestServer() if database == "postgresql" else None
        if self._database:
            self.environment["UNISONO_DATABASE_URL"] = self._database.url
        self.run("init", "--admin-password", PASSWORD)
        self.run("demo")
        self.token = self.run("token", "create", "admin").strip()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = subprocess.Popen(self._command("serve", "--port", str(self.port), *options), env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=_ROOT)  # fmt: skip
        while not self._answers():
            time.sleep(0.1)
        time.sleep(2)  # the other processes of the group

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "unisono", *words]

    def run(self, *words: str) -> str:
        """Run a command to its end; return what it said."""
        return subprocess.run(self._command(*words), env=self.environment, check=True, capture_output=True, text=True, cwd=_ROOT).stdout  # fmt: skip

    def _answers(self) -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5))
        except OSError:
            return False

    def processes(self) -> list[int]:
        """Return the keys of its processes."""
        children = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)  # fmt: skip
        return [self.process.pid, *map(int, children.stdout.split())]

    def megabytes(self) -> int:
        """Return how much memory all of them take together, shared pages counted once."""
        total = 0
        for pid in self.processes():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("Pss:") else 0
        return total // 1024

    def end(self) -> None:
        """Let it end in order."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(40)
        if self._database:
            self._database.end()


def _measure(served: Served, database: str) -> None:
    print(f"\n{database}: {served.megabytes()} MB\n")
    print("| clients | requests/s | median | 95th percentile | 99th | wrk, cores |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    script = served.folder / "writes.lua"
    script.write_text(_WRITES)
    _wrk(served, "warming up", 8, 2)
    one = _wrk(served, "1 reads", 1, _SECONDS)
    eight = _wrk(served, "8 read", 8, _SECONDS)
    _wrk(served, "8 write", 8, _SECONDS, "-s", str(script), "-t", "8")
    print(f"\nEight readers: {eight / one:.2f} times one. {served.megabytes()} MB by now.\n")
    for name, half in _HALVES.items():
        _crowd(served, name, half)
    _hostile(served)


def _wrk(served: Served, name: str, clients: int, seconds: int, *more: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["wrk", "-t", "1", "-c", str(clients), "-d", str(seconds), "--latency"]
    command += ["-H", f"Authorization: Bearer {served.token}", *more]
    script = served.folder / "done.lua"
    done = subprocess.run([*command, *([] if "-s" in more else ["-s", _report(script)]), f"http://127.0.0.1:{served.port}/api/v1/contacts/CT000010"], capture_output=True, text=True, check=True).stdout  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cores = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / seconds
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", done)[0])
    percentiles = dict(re.findall(r"^\s+(\d+)%\s+(\S+)", done, re.M))
    exact = re.findall(r"p95 ([\d.]+)", done)
    ninety_five = f"{float(exact[0]) / 1000:.1f}ms" if exact else "–"
    failed = re.findall(r"Non-2xx or 3xx responses: (\d+)", done)
    if name != "warming up":
        print(f"| {name}{f', {failed[0]} refused' if failed else ''} | {rate:.0f} | {percentiles['50']} | {ninety_five} | {percentiles['99']} | {cores:.2f} |")  # fmt: skip
    return rate


def _report(path: Path) -> str:
    path.write_text(_DONE)
    return str(path)


def _crowd(served: Served, name: str, half: bytes) -> None:
    crowd = []
    for _number in range(1000):
        connection = socket.create_connection(("127.0.0.1", served.port), timeout=10)
        connection.sendall(half)
        crowd.append(connection)
    times = [_alive(served) for _try in range(10)]
    print(f"Beside {name}: a sign of life in {max(times) * 1000:.0f} ms at most.")
    for connection in crowd:
        connection.close()


def _alive(served: Served) -> float:
    began = time.perf_counter()
    urllib.request.urlopen(f"http://127.0.0.1:{served.port}/healthz", timeout=60).read()
    return time.perf_counter() - began


def _hostile(served: Served) -> None:
    """Send every file that is made to hurt, while somebody reads; tell the longest of each."""
    before, waits, over = served.megabytes(), [], threading.Event()

    def read() -> None:
        request = urllib.request.Request(f"http://127.0.0.1:{served.port}/api/v1/contacts/CT000010", headers={"Authorization": f"Bearer {served.token}"})  # fmt: skip
        while not over.is_set():
            began = time.perf_counter()
            urllib.request.urlopen(request, timeout=60).read()
            waits.append(time.perf_counter() - began)
            time.sleep(0.05)

    reader = threading.Thread(target=read)
    paths = []
    for number, (name, write) in enumerate({**FILES, **CARDS}.items()):
        paths.append((name, served.folder / f"file{number}{Path(name).suffix}"))
        write(paths[-1][1])
    browser = _signed_in(served)
    reader.start()
    print("\n| file | kB | answer | seconds |\n| --- | ---: | --- | ---: |")
    grown = 0
    for name, path in paths:
        status, seconds = _send(served, browser, path)
        grown = max(grown, served.megabytes() - before)
        print(f"| {name} | {path.stat().st_size // 1024} | {status} | {seconds:.1f} |", flush=True)
        path.unlink()
    over.set()
    reader.join()
    print(f"\nThe server grew by {grown} MB at most. Others meanwhile: median {statistics.median(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms.")  # fmt: skip


Browser = tuple[urllib.request.OpenerDirector, str]


def _signed_in(served: Served) -> Browser:
    """Return somebody who is signed in on the pages, and the token of their forms."""
    cookies = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    place = f"http://127.0.0.1:{served.port}"
    values = {"login": "admin", "password": PASSWORD, "csrfmiddlewaretoken": ""}
    for path in ("/account/login/", "/import/"):
        page = opener.open(place + path, timeout=30).read().decode()
        values["csrfmiddlewaretoken"] = re.findall(r'csrfmiddlewaretoken" value="(\w+)"', page)[0]
        if path == "/account/login/":
            opener.open(place + path, urllib.parse.urlencode(values).encode(), timeout=30)
    return opener, values["csrfmiddlewaretoken"]


def _send(served: Served, browser: Browser, path: Path) -> tuple[str, float]:
    """Send a file by the page that takes files; return the answer's status, and how long it took."""
    opener, token = browser
    fields = {"csrfmiddlewaretoken": token, "as": "contacts"}
    parts = [f'--oak\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in fields.items()]  # fmt: skip
    parts.append(f'--oak\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n\r\n')  # fmt: skip
    body = "".join(parts).encode() + path.read_bytes() + b"\r\n--oak--\r\n"
    headers = {"Content-Type": "multipart/form-data; boundary=oak"}
    request = urllib.request.Request(f"http://127.0.0.1:{served.port}/import/", body, headers)
    began = time.perf_counter()
    try:
        status = str(opener.open(request, timeout=300).status)
    except urllib.error.HTTPError as error:
        status = str(error.code)
    return status, time.perf_counter() - began


if __name__ == "__main__":
    main()
