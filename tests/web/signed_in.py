"""Browsers of people who have just signed in."""

import time

from unisono.usecases.users import users


def sign_in_at_once(client, name):
    """Sign somebody in without the page, as if they had shown who they are a moment ago."""
    user = users.find_user(name)
    client.force_login(user)
    session = client.session
    shown = {"method": "password", "at": time.time(), "reauthenticated": True}
    session["account_authentication_methods"] = [shown]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
