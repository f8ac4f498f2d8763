"""Sign in; after several failures nobody gets in for a while: guessing does not pay."""

import hashlib
import time
from typing import Final

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

FAILURES: Final = 8
"""For one name from one place."""

FAILURES_OF_A_PLACE: Final = 60
"""For all names from one place: an office shares one address, a guesser tries many names."""

WINDOW_SECONDS: Final = 600


class SignInView(LoginView):
    """One form; the same words whether the name or the password is wrong."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count the failure; after several, nobody from there gets in for a while."""
        for key in _limits(self.request):
            _count(key)
        return super().form_invalid(form)

    def post(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Refuse to try at all after too many failures."""
        if any(_failures(key) >= most for key, most in _limits(request).items()):
            form = self.get_form()
            form.errors.clear()
            form.add_error(
                None, _("Too many attempts. Please wait ten minutes and try again.")
            )
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)


def _limits(request: HttpRequest) -> dict[str, int]:
    """Under which keys a failure counts, and how many are borne under each."""
    place = str(request.META.get("REMOTE_ADDR", ""))
    name = request.POST.get("username", "")[:60].lower()
    # A digest: the same in every process, and no name of a person lies in the cache.
    both = hashlib.sha256(f"{place}\n{name}".encode()).hexdigest()[:32]
    return {
        f"sign-in:{both}": FAILURES,
        f"sign-in-place:{place}": FAILURES_OF_A_PLACE,
    }


def _failures(key: str) -> int:
    """Failures since the first one, as long as its window is open."""
    count, until = cache.get(key, (0, 0.0))
    return int(count) if time.time() < until else 0


def _count(key: str) -> None:
    count = _failures(key)
    until = cache.get(key)[1] if count else time.time() + WINDOW_SECONDS
    cache.set(key, (count + 1, until), WINDOW_SECONDS)
