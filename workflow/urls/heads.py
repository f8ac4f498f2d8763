"""Addresses of the steps: heads of departments."""

from django.urls import path

from workflow.views import heads

urlpatterns = [path("department/", heads.head, name="head")]
