"""What commands offer is what there is: they name it themselves, since help needs no settings."""

from unisono.access.roles import RIGHTS, Role
from unisono.cli import schedules, users
from unisono.usecases.jobs.schedules import KINDS


def test_roles_rights_and_what_comes_again_are_those_of_the_product():
    assert tuple(Role.values) == users.ROLES
    assert users.RIGHTS == RIGHTS
    assert schedules.KINDS == KINDS
