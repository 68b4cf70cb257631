from django.db import migrations

# Counts of attempts and codes already used. Unlogged: a crash may forget them, and no replica needs them.
TABLE = """
CREATE UNLOGGED TABLE cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX cache_expires ON cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [migrations.RunSQL([TABLE], ["DROP TABLE cache"])]
