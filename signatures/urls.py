"""Addresses of the pages that verify seals."""

from django.urls import path

from signatures import views

app_name = "signatures"
urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/digests/", views.digests, name="digests"),
    path("verify/offline.html", views.offline, name="offline"),
    path("verify/revocations.json", views.revocations, name="revocations"),
    path("verify/ledger/", views.ledger, name="ledger"),
    path("verify/ledger/<int:number>.json", views.root, name="root"),
    path("v/<str:code>/proof.json", views.proof, name="proof"),
    path("v/<str:code>", views.short, name="short"),
    path("v/<str:code>/", views.issued, name="issued"),
]
