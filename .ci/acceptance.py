"""Runs the acceptance tests against the product on one database.

The tests named in tests/acceptance_not_yet.txt are left out; the run fails if one of them passes,
so that the list says exactly what is not built yet.
"""

import atexit
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ROOT.parent / "shared" / "acceptance"
NOT_YET = [
    line for line in (ROOT / "tests" / "acceptance_not_yet.txt").read_text().split("\n") if line
]


def run(*arguments: str) -> tuple[int, str]:
    """Run pytest in the folder of the acceptance tests; return its exit code and output."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-c",
        os.devnull,
        "--rootdir",
        ".",
        "-p",
        "no:cacheprovider",
    ]
    command += ["-p", "no:django", "-p", "no:xdist", "-p", "no:randomly", *arguments]
    environment = {
        **os.environ,
        "UNISONO_CMD": f"{sys.executable} -m unisono",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        command,
        cwd=TESTS,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout


def main(database: str) -> int:
    """Run what is built, which must pass, then the rest, which must not; return the exit code."""
    if database == "postgresql":
        sys.path.insert(0, str(ROOT))
        from tests.postgresql import TestServer

        server = TestServer()
        atexit.register(server.end)
        os.environ["UNISONO_DATABASE_URL"] = server.url
    code, output = run("-q", *(f"--deselect={test}" for test in NOT_YET))
    print(output)
    if code != 0:
        return code
    _code, rest = run("-q", "--tb=no", "-rA", *NOT_YET) if NOT_YET else (0, "")
    passed = re.findall(r"^PASSED (\S+)", rest, re.MULTILINE)
    if passed or "no tests ran" in rest or "ERROR: not found" in rest:
        print(
            "Built by now, or not there any more; take them off tests/acceptance_not_yet.txt:",
            *passed,
            sep="\n  ",
        )
        return 1
    print(
        f"{len(NOT_YET)} acceptance tests are not built yet, and none of them passes ({database})."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
