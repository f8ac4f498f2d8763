from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("signatures", "0006_places_move_to_their_fields")]

    operations = [migrations.RemoveField(model_name="seal", name="place")]
