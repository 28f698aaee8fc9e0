"""The worker process beside a server that is one process."""

import os
import subprocess
import sys
import threading

_PAUSE_BEFORE_RESTART = 1.0  # seconds
_PATIENCE = 30  # seconds for the chunk that it is in


class WorkerBesideServer:
    """A worker process that is started again when it dies, and dies with this process."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._process = self._start()
        threading.Thread(target=self._watch, daemon=True).start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "unisono", "worker", "--beside-server"]
        # The worker reads from a pipe that nobody writes to: when this process is gone, also by
        # kill -9, the worker ends.
        return subprocess.Popen(command, stdin=subprocess.PIPE, env=dict(os.environ))

    def _watch(self) -> None:
        while not self._stopping.is_set():
            self._process.wait()
            if not self._stopping.wait(_PAUSE_BEFORE_RESTART):
                self._process = self._start()

    def stop(self) -> None:
        """Let the worker finish its chunk and end."""
        self._stopping.set()
        self._process.terminate()
        try:
            self._process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
