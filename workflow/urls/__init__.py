"""Addresses of the steps of a case; one module a role."""

from workflow.urls import heads, inbox, lettering, sealing, seals, steps, window

app_name = "workflow"
urlpatterns = [
    *inbox.urlpatterns,
    *window.urlpatterns,
    *steps.urlpatterns,
    *heads.urlpatterns,
    *sealing.urlpatterns,
    *seals.urlpatterns,
    *lettering.urlpatterns,
]
