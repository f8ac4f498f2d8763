"""Enrol people. The caller, one floor up, writes the event."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import AccountError
from accounts.models import User


@transaction.atomic
def enrol_person(
    *, username: str, display_name: str, password: str, phone: str = ""
) -> User:
    """Give a person an account.

    Raises:
        AccountError: the name is taken.

    """
    if User.objects.filter(username=username).exists():
        raise AccountError(
            _("The name %(name)s is already taken.") % {"name": username}
        )
    return User.objects.create_user(
        username, password=password, display_name=display_name, phone=phone
    )
