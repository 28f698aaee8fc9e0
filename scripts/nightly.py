"""Runs what takes too long for every push, part by part: `make nightly PART=kills`, or all parts
without a name.

Each part takes at most twenty minutes on two cores. What a push runs of the same tests is smaller,
or on one database.
"""

import os
import subprocess
import sys
import time

SQLITE, POSTGRESQL = {}, {"UNISONO_TEST_DATABASE": "postgresql"}
# Part: what it looks at more closely, and its runs, each with its environment and what pytest is
# told.
PARTS = {
    "networks": (
        "the planner, sets and undo against their second models, on random networks and edits",
        [
            ({"UNISONO_NETWORKS": "5000"}, ["tests/links/test_plan_properties.py"]),
            *(
                ({**database, "UNISONO_BATCHES": "400", "UNISONO_STORIES": "600"}, files)
                for database in (SQLITE, POSTGRESQL)
                for files in [
                    ["-k", "properties and not plan_properties", "tests/links", "tests/usecases"]
                ]
            ),
        ],
    ),
    "kills": (
        "twenty kills of server and worker during batches of 50,000, on both databases",
        [
            ({**database, "UNISONO_KILLS": "20,50000"}, ["tests/stories/test_killed.py"])
            for database in (SQLITE, POSTGRESQL)
        ],
    ),
    "serving": (
        "how the server ends and who is shut out, in every way that it serves",
        [({"UNISONO_EVERY_WAY": "1"}, ["tests/serving"])],
    ),
    "files": (
        "all files that are made to hurt",
        [
            ({"UNISONO_EVERY_FILE": "1"}, ["tests/exchange/test_hostile_files.py"]),
            ({"UNISONO_MUTATED": "20000"}, ["tests/exchange/test_mutated_files.py"]),
        ],
    ),
    "chaos": (
        "kills and signals at random under a mixed load, four minutes on each database",
        [
            ({**database, "UNISONO_CHAOS": "240"}, ["-s", "-n", "0", "tests/stories/test_chaos.py"])
            for database in (SQLITE, POSTGRESQL)
        ],
    ),
    "nodes": (
        "two machines and two workers on one database, killed at random for four minutes",
        [
            (
                {**POSTGRESQL, "UNISONO_NODES": "240"},
                ["-s", "-n", "0", "tests/stories/test_two_nodes.py"],
            )
        ],
    ),
    "debian": (
        "the Debian package: made, installed, upgraded, removed (as root, with dh-virtualenv)",
        [({"UNISONO_DEBIAN": "1"}, ["-n", "0", "tests/deploy/test_debian_package.py"])],
    ),
    "phones": (
        "programs that read contacts by CardDAV, with ten thousand cards (make clients, syncevolution)",
        [({"UNISONO_CARDS": "10000"}, ["-n", "0", "tests/carddav/clients"])],
    ),
    "client": (
        "a client made from the API's description, which starts a job",
        [({"UNISONO_CLIENT": "1"}, ["-n", "0", "tests/api/test_generated_client.py"])],
    ),
    "backups": (
        "backups under load, and kills in the middle of backup, init and restore",
        [
            (
                {**SQLITE, "UNISONO_BACKUP_KILLS": "25"},
                ["tests/backups/test_under_load.py", "tests/backups/test_restoring.py"],
            ),
            ({**POSTGRESQL, "UNISONO_BACKUP_KILLS": "25"}, ["tests/backups/test_under_load.py"]),
        ],
    ),
    "fuzz": (
        "ten thousand requests of each role, made up from the API's description; pages and forms",
        [
            ({"UNISONO_SCHEMA_EXAMPLES": "41"}, ["tests/api/test_schema_fuzz.py"]),
            (
                {"UNISONO_FUZZ": "3000"},
                ["tests/web/test_page_fuzz.py", "tests/web/test_any_text.py"],
            ),
        ],
    ),
    "pages": (
        "every page and journey in both languages, with axe in the light and in the dark",
        [({"UNISONO_EVERY_LOOK": "1"}, ["tests/browser"])],
    ),
    "matching": (
        "duplicates on all books with known truth that are here",
        [({**SQLITE, "UNISONO_BOOKS": "1"}, ["tests/duplicates/test_books.py"])],
    ),
    "postgresql": (
        "what a push tries on SQLite alone: pages, requests that are refused, who may do what",
        [
            (
                POSTGRESQL,
                [
                    "tests/browser",
                    "tests/api",
                    "tests/web",
                    "tests/cli",
                    "tests/stories/test_northwind.py",
                ],
            )
        ],
    ),
}


def run(name):
    """Run a part; return whether all of it passed."""
    about, runs = PARTS[name]
    began = time.monotonic()
    print(f"{name}: {about}", flush=True)
    codes = []
    for environment, told in runs:
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", *told]
        codes.append(subprocess.run(command, env={**os.environ, **environment}).returncode)
    print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    return not any(codes)


def main(names):
    """Run these parts, all without any; end with 1 where one failed."""
    if unknown := [name for name in names if name not in PARTS]:
        sys.exit(f"There is no part {unknown[0]}; there are {', '.join(PARTS)}.")
    passed = [run(name) for name in names or PARTS]  # each of them, whatever the ones before said
    sys.exit(0 if all(passed) else 1)


if __name__ == "__main__":
    main(sys.argv[1:])
