"""Lines in a form: what each input shows, and what comes back, in the reader's way of writing
numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from babel import numbers
from django.http import QueryDict

from unisono.common.errors import Refused
from unisono.documents.lines import LINE_FIELDS, NUMBERS, Line, price_text
from unisono.web import formatting, inputs, labels
from unisono.web.document_page import Sums

BLANK_LINES = 1  # lines that a form offers beside those that are there


@dataclass
class LineInput:
    """One line of the form: its texts by field, and what is wrong with them."""

    position: int
    texts: dict[str, str]
    amount: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def cells(self) -> list[tuple[str, str, str, str]]:
        """Return (field, what it is called, text, error) of each number."""
        return [
            (name, labels.field(name), self.texts[name], self.errors.get(name, ""))
            for name in NUMBERS
        ]


def stored_inputs(
    lines: Sequence[Line], currency: str, decimals: int, vat_pct: str
) -> list[LineInput]:
    """Return the inputs of stored lines, and a blank one behind them, with the last line's VAT
    rate, else `vat_pct`.
    """
    found = [
        LineInput(n, _texts(line, currency), formatting.money(line.amount(decimals), currency))
        for n, line in enumerate(lines)
    ]
    rate = found[-1].texts["vat_pct"] if found else shown_rate(vat_pct)
    return [*found, *blank_inputs(len(found), rate)]


def shown_rate(vat_pct: str) -> str:
    """Return a rate of the contract ("5.2") as the reader types it."""
    return _number(Decimal(vat_pct)) if vat_pct else ""


def blank_inputs(start: int, rate: str) -> list[LineInput]:
    """Return blank lines, to be filled; the VAT rate stands there already."""
    texts = {**dict.fromkeys(LINE_FIELDS, ""), "vat_pct": rate}
    return [LineInput(start + n, dict(texts)) for n in range(BLANK_LINES)]


def _texts(line: Line, currency: str) -> dict[str, str]:
    values = {name: _number(getattr(line, name)) for name in NUMBERS}
    behind = len(price_text(line.unit_price, currency).partition(".")[2])
    pattern = "0" + ("." + "0" * behind if behind else "")
    values["unit_price"] = str(
        numbers.format_decimal(line.unit_price, pattern, formatting.locale())
    )
    return {"description": line.description, **values}


def _number(number: Decimal) -> str:
    return str(numbers.format_decimal(number, "0.#####", formatting.locale()))


def sent_inputs(post: QueryDict, refusal: Refused | None, sums: Sums | None) -> list[LineInput]:
    """Return the lines of a form that was sent, as they were typed, with what a refusal says of
    them.
    """
    rows = sent_rows(post)
    found = [LineInput(n, texts, sums.amounts[n] if sums else "") for n, texts in enumerate(rows)]
    for error in refusal.errors if refusal else ():
        _lines, _dot, rest = error.field.partition("lines.")
        number, _dot, name = rest.partition(".")
        if number.isdecimal() and int(number) < len(found):
            found[int(number)].errors[name or "description"] = inputs.number_error(error)
    return [*found, *blank_inputs(len(found), rows[-1]["vat_pct"] if rows else "")]


def sent_rows(post: QueryDict) -> list[dict[str, str]]:
    """Return the lines of a form in their order, without those that are blank but for the VAT rate
    that stands in each; a line without rate has that of the line above.
    """
    columns = {name: post.getlist(f"line.{name}") for name in LINE_FIELDS}
    count = min(len(texts) for texts in columns.values())
    rows = [
        {name: columns[name][n].replace("\r\n", "\n") for name in LINE_FIELDS} for n in range(count)
    ]
    typed_in = [n for n in LINE_FIELDS if n != "vat_pct"]
    found = [row for row in rows if any(row[name].strip() for name in typed_in)]
    above = ""
    for row in found:
        above = row["vat_pct"] = row["vat_pct"] if row["vat_pct"].strip() else above
    return found


def sent_lines(post: QueryDict) -> list[dict[str, str]]:
    """Return the lines of a form as use cases take them: numbers as the contract writes them."""
    return [as_sent(row) for row in sent_rows(post)]


def as_sent(texts: dict[str, str]) -> dict[str, str]:
    """Return the texts of a line's inputs as use cases take them; blank ones are left out."""
    return {
        name: text if name == "description" else typed(text)
        for name, text in texts.items()
        if text.strip()
    }


def typed(text: str) -> str:
    """Return a number typed in the reader's language as the contract has it; anything else as it
    is, to be refused.
    """
    number = inputs.typed_number(text)
    return text if number is None else f"{number:f}"
