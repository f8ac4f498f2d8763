"""Models and migrations say the same, and each app's migrations stand in one line."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation

from tests.architecture.sources import APPS


def test_no_model_changed_without_its_migration() -> None:
    loader = MigrationLoader(None)
    with translation.override(None):  # as `makemigrations`: names are kept untranslated
        written, meant = loader.project_state(), ProjectState.from_apps(apps)
        changes = MigrationAutodetector(written, meant).changes(graph=loader.graph)

    named = {
        app: [str(o) for m in found for o in m.operations]
        for app, found in changes.items()
    }
    assert not {app: found for app, found in named.items() if app in APPS}


def test_each_app_has_one_last_migration() -> None:
    graph = MigrationLoader(None).graph

    assert {app: len(graph.leaf_nodes(app)) for app in APPS} == dict.fromkeys(APPS, 1)
