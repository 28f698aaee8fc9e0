"""What hangs together: records that links, companies and primary contacts connect."""

from collections.abc import Iterable

from unisono.common.kinds import Key


def components(keys: Iterable[Key], edges: Iterable[tuple[Key, Key]]) -> list[set[Key]]:
    """Return the keys, with all that edges connect them to, in sets that no edge connects; in the
    keys' order.
    """
    neighbours: dict[Key, set[Key]] = {}
    for one, other in edges:
        neighbours.setdefault(one, set()).add(other)
        neighbours.setdefault(other, set()).add(one)
    found: list[set[Key]] = []
    seen: set[Key] = set()
    for key in keys:
        if key not in seen:
            found.append(_reached(key, neighbours))
            seen |= found[-1]
    return found


def _reached(key: Key, neighbours: dict[Key, set[Key]]) -> set[Key]:
    reached, waiting = {key}, [key]
    while waiting:
        for near in neighbours.get(waiting.pop(), set()) - reached:
            reached.add(near)
            waiting.append(near)
    return reached
