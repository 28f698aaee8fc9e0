"""The names of entries of code lists are kept, follow a renamed code, and go with it."""

from collections.abc import Mapping

from unisono.common.borders import Stored
from unisono.setup.models import CodeName


def put_names(found: Stored, names: Mapping[str, str]) -> None:
    """Keep an entry's names; a blank one goes, languages that are not named keep theirs."""
    label = found._meta.label
    for language, name in names.items():
        rows = CodeName.objects.filter(list=label, code=found.code, language_code=language)
        if name:
            CodeName.objects.update_or_create(
                list=label, code=found.code, language_code=language, defaults={"name": name}
            )
        else:
            rows.delete()


def rename(label: str, old: str, new: str) -> None:
    """Let the names follow a renamed code [1.2]."""
    CodeName.objects.filter(list=label, code=old).update(code=new)


def forget(found: Stored) -> None:
    """Take away the names of an entry that goes."""
    CodeName.objects.filter(list=found._meta.label, code=found.code).delete()
