"""What the page of a list is made of, whatever it is a list of: its rows, columns and views."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from unisono.access.queries import saved_views
from unisono.access.roles import Actor
from unisono.common.borders import Content, Rows, Stored
from unisono.lists.described import Described
from unisono.web import labels

Choices = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Cell:
    """One value of a row: its column, its text, and what it is besides text: a way to somewhere,
    tiles of linked records, a moment, a number, or a badge of some class.
    """

    name: str
    text: object
    href: str = ""
    tiles: Sequence[tuple[str, str, str]] = ()
    look: str = ""
    classes: str = ""


@dataclass(frozen=True)
class Row:
    """A row: `key` is by what it is ticked, `name` what leads to it, `lead` stands before that, and
    `badges` (text, whether it asks for somebody) behind it. `icon_word` says what the icon does,
    where nothing else does; `again` is where what failed is tried once more; `left_out` who gets no
    e-mail where several are written to.
    """

    key: str
    name: str
    url: str
    cells: list[Cell]
    lead: Cell | None = None
    said: str = ""
    email: str = ""
    icon: str = ""
    icon_word: str = ""
    peek: str = ""
    badges: Sequence[tuple[str, bool]] = ()
    note: str = ""
    again: str = ""
    is_off: bool = False
    left_out: str = ""


@dataclass(frozen=True)
class ListPage:
    """The page of a list. `first` are the columns that are always there, `normal` those of whoever
    chose none; `dates` is the column that periods go by, `picks` the fields with a select that
    applies at once.

    `choices` returns of fields what each of their values is called. `acts` names the parts of the
    page that are its own: what can be done above the list, and with the rows that are ticked.
    """

    listed: Described
    title: str
    url: str
    first: tuple[str, ...]
    normal: tuple[str, ...]
    choosable: list[tuple[str, str]]
    rows_of: Callable[[Sequence[Stored], Sequence[str], Actor, str], list[Row]]
    usual: list[tuple[str, dict[str, str]]]
    acts: str
    choices: Callable[[], Choices]
    said: Callable[[str, str], str]
    context: Callable[[Actor], Content]
    dates: str = ""
    picks: tuple[str, ...] = ()
    numbers: frozenset[str] = field(default_factory=frozenset)
    sums: Callable[[Rows], Content] | None = None

    def chosen(self, wanted: object) -> list[str]:
        """Return the columns that somebody chose, of those that there are; the normal ones where
        nothing was chosen.
        """
        known = {name for name, _label in self.choosable}
        names = [name for name in wanted if name in known] if isinstance(wanted, list) else []
        return names or list(self.normal)

    @property
    def is_of_contacts(self) -> bool:
        """Tell whether a view of the list can be a book on telephones."""
        return self.listed.name == "contact"

    @property
    def formats(self) -> list[tuple[str, str, str]]:
        """Return as what the list goes out: (format, what it is called, its icon)."""
        known = {
            "xlsx": (_("Excel (xlsx)"), "table"),
            "csv": (_("Text (csv)"), "file-text"),
            "vcf": (_("Cards (vcf)"), "address-book"),
        }
        return [(name, *known[name]) for name in self.listed.formats]

    @property
    def ticked_by(self) -> str:
        """Return the filter that selects the rows that are ticked."""
        return "no__in" if "no" in self.first else "id__in"

    @property
    def acts_part(self) -> str:
        """Return the part of the page with what can be done above the list."""
        return f"lists/{self.acts}_acts.html"

    @property
    def bulk_part(self) -> str:
        """Return the part of the page with what can be done with rows that are ticked."""
        return f"lists/{self.acts}_bulk.html"

    @property
    def nothing_part(self) -> str:
        """Return the part of the page that stands where there is nothing yet."""
        return f"lists/{self.acts}_nothing.html"


@dataclass(frozen=True)
class View:
    """A list with a name: its query, whether it is the one that is shown, and its key if it is
    one's own.
    """

    name: str
    query: str
    is_current: bool
    key: int | None = None
    is_shared: bool = False
    on_phones: bool = False


def views(page: ListPage, query: Mapping[str, str], actor: Actor) -> list[View]:
    """Return the views of a list: everything, the usual ones, and the saved ones, one's own and
    those shared.
    """
    here = sorted(query.items())
    usual: list[tuple[str, dict[str, str]]] = [(_("All"), {}), *page.usual]
    found = [
        View(name, urlencode(values), here == sorted(values.items())) for name, values in usual
    ]
    for saved in saved_views(page.listed.name, actor):
        key = saved.pk if saved.user_id == actor.user_id else None
        is_here = saved.query == urlencode(here)
        is_book = key is not None and saved.on_phones
        found.append(View(saved.name, saved.query, is_here, key, saved.is_shared, is_book))
    return found


@dataclass(frozen=True)
class Heading:
    """A column's heading: its name, and the address that sorts by it, the other way at a second
    click.
    """

    name: str
    label: str
    url: str
    order: str
    is_number: bool


def headings(
    page: ListPage, names: Sequence[str], query: Mapping[str, str], actor: Actor
) -> list[Heading]:
    """Return the headings of these columns, behind those that are always there."""
    columns = page.listed.columns(actor)
    # What was searched comes best first, where an index finds it.
    normal = "" if query.get("q") and page.listed.search is None else page.listed.default_sort
    sort = query.get("sort", normal)
    found = []
    for name in (*page.first, *names):
        column, down = columns.get(name), sort == name
        wanted = urlencode({**query, "sort": f"-{name}" if down else name})
        is_sortable = column is not None and not column.condition
        order = "ascending" if down else "descending" if sort == f"-{name}" else ""
        url = f"?{wanted}" if is_sortable else ""
        found.append(Heading(name, labels.field(name), url, order, name in page.numbers))
    return found
