"""The person that a company's contact name becomes [2.4]; planned, and stored by the caller."""

from unisono.common.kinds import Key
from unisono.common.text import capitals
from unisono.contacts.person_names import language_of, split
from unisono.links.kinds import blank_values
from unisono.links.plan import plan_joining
from unisono.links.values import Draft, Party, Record, Rules, Value


def new_person(
    company: Record, name: str, rules: Rules, job_title: str = ""
) -> tuple[dict[str, Value], dict[str, str]]:
    """Return the values of a new person of a company, with what it inherits, and why each inherited
    one is there.
    """
    blank = Record(Key("contact", 0), "", 1, {**blank_values("contact"), "type": "person"})
    draft = Draft()
    plan_joining(Party(blank), rules, {}, company, draft)
    inherited = {field: to.new for field, to in draft.plan().write_of(blank.key).items()}
    values = {
        **blank.values,
        **inherited,
        "name": name,
        "search_name": capitals(name),
        "job_title": job_title,
    }
    values.update(split(name, language_of(values)))
    return values, dict.fromkeys(inherited, f"company:{company.no}")
