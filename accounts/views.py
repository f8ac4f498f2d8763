"""Sign in; slower after each failure, so that guessing does not pay."""

from typing import Final

from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

FAILURES: Final = 8
WINDOW_SECONDS: Final = 600


class SignInView(LoginView):
    """One form; the same words whether the name or the password is wrong."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Count the failure; after several, nobody from there gets in for a while."""
        key = _key(self.request)
        cache.add(key, 0, WINDOW_SECONDS)
        cache.incr(key)
        return super().form_invalid(form)

    def post(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Refuse to try at all after too many failures."""
        if int(cache.get(_key(request), 0)) >= FAILURES:
            form = self.get_form()
            form.errors.clear()
            form.add_error(
                None, _("Too many attempts. Please wait ten minutes and try again.")
            )
            return self.render_to_response(self.get_context_data(form=form), status=429)
        return super().post(request, *args, **kwargs)


def _key(request: HttpRequest) -> str:
    name = request.POST.get("username", "")[:60].lower()
    return f"sign-in:{request.META.get('REMOTE_ADDR', '')}:{hash(name) & 0xFFFFFFFF}"
