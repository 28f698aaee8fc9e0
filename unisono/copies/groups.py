"""Mailing groups as the categories of cards."""

from unisono.common.text import folded
from unisono.history.models import Change
from unisono.setup.code_names import DEFAULT, all_names

GROUPS_IN_HISTORY = "mailing-groups"  # the kind of a change of that list


class Groups:
    """The mailing groups as cards have them: a name for each, and what may be meant by a word."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        found: dict[str, set[str]] = {}
        for (_list, code), names in all_names(["setup.MailingGroup"]).items():
            self.names[code] = names.get(DEFAULT) or code
            for name in names.values():
                found.setdefault(folded(name), set()).add(code)
        own = {folded(code): code for code in self.names}
        # A name that several have says nothing; such groups stand on cards by their codes.
        alone = {name: codes.pop() for name, codes in found.items() if name and len(codes) == 1}
        self.codes = alone | own
        for code, name in self.names.items():
            if self.codes.get(folded(name)) != code:
                self.names[code] = code
        self.former: frozenset[str] = frozenset()
        self._remember()

    def _remember(self) -> None:
        """Add the names that groups had before: who has an old card still calls them so."""
        changes = Change.objects.filter(kind=GROUPS_IN_HISTORY, event="setup").order_by("-id")
        former: dict[str, str] = {}
        for code, values in changes.values_list("no", "values"):
            old, now = values.get("description"), values.get("code", (code, code))[1]
            if old and old[0] and now in self.names and folded(old[0]) not in self.codes:
                former.setdefault(folded(old[0]), now)
        self.codes |= former
        self.former = frozenset(former)

    def named(self, text: str) -> str:
        """Return a category as it is called now: a group's former name is its present one."""
        return self.names[self.codes[folded(text)]] if folded(text) in self.former else text

    def code_of(self, text: str) -> str | None:
        """Return the group that a category is, None for a word of the writer's own."""
        return self.codes.get(folded(text))
