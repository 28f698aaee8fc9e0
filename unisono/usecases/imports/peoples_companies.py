"""The companies that people's rows name: found, or made for them."""

from collections.abc import Mapping, Sequence

from unisono.access.roles import Actor
from unisono.common.errors import Refused
from unisono.common.outcome import Outcome
from unisono.common.text import folded
from unisono.imports.fitting import Fitting
from unisono.imports.options import Options
from unisono.imports.waiting import Waiting, companies_by_name
from unisono.usecases.records.creating_many import create_many


def tie_to_companies(waiting: Sequence[Waiting], options: Options, actor: Actor) -> None:
    """Tie people to the companies that their rows name: those of just this name, or made for them;
    else the name goes to the note.
    """
    if not any(each.company for each in waiting):
        return
    there = companies_by_name([_key(each) for each in waiting if each.company])
    if options.companies == "create":
        fit = Fitting(options)
        missing = {
            _key(each): each.company
            for each in waiting
            if each.company and _key(each) not in there and fit.fits(each)
        }
        there |= _made(missing, actor)
    for each in waiting:
        numbers = there.get(_key(each), []) if each.company else []
        if len(numbers) == 1:
            each.values["company_no"] = numbers[0]
        elif each.company:
            each.noted.append(f"ORG: {each.company}")
        each.company = ""


def _key(each: Waiting) -> str:
    return folded(each.company)[:400]


def _made(missing: Mapping[str, str], actor: Actor) -> dict[str, list[str]]:
    """Make companies for people who are accepted; return their numbers by the folded names."""
    if not missing:
        return {}
    rows = [{"type": "company", "name": name} for name in missing.values()]
    try:
        made = create_many("contact", rows, actor=actor)
    except Refused:
        return {}  # no number is left: the names go to the notes
    return {
        key: [result.no]
        for key, result in zip(missing, made, strict=True)
        if isinstance(result, Outcome)
    }
