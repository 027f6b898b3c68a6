import pgtrigger.compiler
import pgtrigger.migrations
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        # Its migrations make the function that our history triggers call.
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        TrigramExtension(),
        BtreeGistExtension(),
        migrations.CreateModel(
            name="Progress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("key", models.CharField(max_length=100, unique=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("message", models.CharField(blank=True, max_length=200)),
                ("updated_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "number",
                    models.PositiveBigIntegerField(
                        primary_key=True, serialize=False, verbose_name="封存号"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="封存时间")),
                ("algorithm", models.CharField(max_length=10, verbose_name="算法")),
                ("previous", models.BinaryField(max_length=32)),
                ("columns", models.JSONField()),
                ("first", models.PositiveBigIntegerField()),
                ("count", models.PositiveIntegerField(verbose_name="行数")),
                ("is_complete", models.BooleanField()),
                ("opening", models.BinaryField(max_length=32)),
                ("head", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name": "封存",
            },
        ),
        migrations.CreateModel(
            name="SealedRow",
            fields=[
                (
                    "position",
                    models.PositiveBigIntegerField(primary_key=True, serialize=False),
                ),
                ("seal", models.PositiveBigIntegerField()),
                ("table", models.CharField(max_length=63)),
                ("row", models.BigIntegerField()),
                ("is_ours", models.BooleanField()),
                ("content", models.BinaryField(max_length=32)),
                ("link", models.BinaryField(max_length=32)),
            ],
            options={
                "verbose_name": "封存明细",
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("name", models.CharField(max_length=40, unique=True)),
                ("last", models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("verb", models.CharField(max_length=60, verbose_name="动作")),
                ("subject", models.CharField(max_length=60, verbose_name="对象类别")),
                ("key", models.CharField(max_length=100, verbose_name="对象")),
                ("actor_id", models.BigIntegerField(blank=True, null=True)),
                (
                    "actor_name",
                    models.CharField(blank=True, max_length=150, verbose_name="人员"),
                ),
                (
                    "address",
                    models.GenericIPAddressField(
                        blank=True, null=True, verbose_name="来源地址"
                    ),
                ),
                ("detail", models.JSONField(blank=True, default=dict, verbose_name="内容")),
                ("mark", models.BinaryField(max_length=32, null=True, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="audit_recent"),
                    models.Index(fields=["subject", "key"], name="audit_subject"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditentry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="37843536f463a392333ff641a58e844de9d1ce37",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c1d8e",
                    table="platform_auditentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="seal",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="9f98c6f2c29cb0141467caebef83bba1d5725747",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e644c",
                    table="platform_seal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="sealedrow",
            constraint=models.UniqueConstraint(
                fields=("table", "row"), name="sealed_row_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sealedrow",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4bac5bd8a36f351eadba54e26c9201da9d7f37ed",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_b330d",
                    table="platform_sealedrow",
                    when="BEFORE",
                ),
            ),
        ),
    ]
