"""Every address, one line per app."""

from django.conf import settings
from django.urls import include, path

from config.home import home
from config.kit import kit

urlpatterns = [
    path("", home, name="home"),
    path("", include("signatures.urls")),
    path("", include("accounts.urls")),
    path("", include("workflow.urls")),
    path("", include("reviews.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
]
if settings.DEBUG:
    urlpatterns.append(path("kit/", kit))
