"""A permission is given on a page: password, code, and what is said when one is wrong."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.utils.translation import gettext as _

from reviews.views.requests import SignedInRequest
from signatures.errors import CodeNotTaken, DeviceMissing
from storage.attempts import Attempts
from workflow.forms.permitting import SealForm

PASSWORDS: Final = Attempts("seal-password", most=5, seconds=600)


def attempted(
    request: SignedInRequest, form: SealForm, act: Callable[[str], object]
) -> HTTPStatus:
    """Do what needs password and code; a fault is put on the form.

    Returns:
        OK when it was done, else the status with which the form comes back.

    """
    whose = str(request.user.pk)
    if PASSWORDS.are_used_up(whose):
        form.add_error(None, _("Too many wrong passwords. Please wait ten minutes."))
        return HTTPStatus.TOO_MANY_REQUESTS
    if not form.is_valid():
        if "password" in form.errors:
            PASSWORDS.count(whose)
        return HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        act(form.cleaned_data["code"])
    except (CodeNotTaken, DeviceMissing) as error:
        form.add_error("code", str(error))
        return HTTPStatus.UNPROCESSABLE_ENTITY
    return HTTPStatus.OK
