"""The one place of a certificate's seal moves to the name of its field."""

from hashlib import sha256

from django.db import migrations


def fill(apps, schema_editor):
    """Places by field; an order that still waits names its files with their places."""
    Seal = apps.get_model("signatures", "Seal")
    for seal in Seal.objects.exclude(place=None).select_related("order", "before"):
        holders = list(seal.order.holders.order_by("kind", "pk"))
        seal.places = {
            f"{one.kind}-{one.organisation_id}": seal.place for one in holders[:1]
        }
        seal.save(update_fields=["places"])
        if seal.after_id is None:
            edges = " ".join(f"{edge:.2f}" for edge in seal.place)
            told = f"{seal.before.sha256}@{sha256(edges.encode()).hexdigest()}"
            seal.order.manifest = manifest([(seal.label, told)])
            seal.order.expires_at = seal.order.expires_at and seal.order.ordered_at
            seal.order.save(update_fields=["manifest", "expires_at"])


def empty(apps, schema_editor):
    """Back to the one place."""
    Seal = apps.get_model("signatures", "Seal")
    for seal in Seal.objects.exclude(places={}):
        seal.place = next(iter(seal.places.values()))
        seal.save(update_fields=["place"])


def manifest(entries):
    total = sha256()
    for label, digest in entries:
        for value in (label.encode(), digest.lower().encode()):
            total.update(len(value).to_bytes(8, "big"))
            total.update(value)
    return total.hexdigest()


class Migration(migrations.Migration):

    dependencies = [("signatures", "0005_seals_are_placed_and_delegated")]

    operations = [migrations.RunPython(fill, empty)]
