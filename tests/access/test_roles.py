"""Who may see and change what [10.3]."""

import pytest

from unisono.access.roles import Actor, Role, require_administrator, require_read, require_write
from unisono.common.errors import NotAllowed

pytestmark = pytest.mark.pure
EVERYWHERE = "contact customer vendor sales_document purchase_document interaction"
MATRIX = {  # role: what it reads, what it writes
    "reader": (EVERYWHERE, ""),
    "sales": (EVERYWHERE, "contact customer sales_document interaction"),
    "purchasing": (EVERYWHERE, "contact vendor purchase_document interaction"),
    "finance": (f"{EVERYWHERE} bank_account", "customer vendor bank_account"),
    "administrator": (f"{EVERYWHERE} bank_account", f"{EVERYWHERE} bank_account"),
}


def who(role):
    """Somebody of this role."""
    return Actor(1, "somebody", role)


@pytest.mark.parametrize("role", MATRIX)
@pytest.mark.parametrize("right", f"{EVERYWHERE} bank_account".split())
def test_a_role_sees_and_changes_what_the_rules_say(role, right):
    reads, writes = (rights.split() for rights in MATRIX[role])

    assert (who(role).may_read(right), who(role).may_write(right)) == (
        right in reads,
        right in writes,
    )
    for require, rights in ((require_read, reads), (require_write, writes)):
        if right in rights:
            require(who(role), right)
        else:
            with pytest.raises(NotAllowed):
                require(who(role), right)


def test_there_is_no_role_beside_these():
    assert set(MATRIX) == {role.value for role in Role}
    assert not who("nobody").may_read("contact")


def test_only_one_role_is_the_administrator_s():
    require_administrator(who("administrator"))
    for role in set(MATRIX) - {"administrator"}:
        with pytest.raises(NotAllowed):
            require_administrator(who(role))
