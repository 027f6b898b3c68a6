"""What has been uploaded and waits to be confirmed."""

from django.conf import settings
from django.db import models


class UploadedShapes(models.Model):
    """Boundaries that a person has uploaded and not yet confirmed; at most one each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)
    # The file as kept in storage: it may be large.
    file = models.CharField(max_length=200)
    # What the person declared or chose: datum, columns, whether to mend.
    choices = models.JSONField(default=dict)
    # What was found; empty until the job has looked.
    findings = models.JSONField(null=True)
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UploadedWorkbook(models.Model):
    """A workbook that a person has uploaded and not yet confirmed; at most one each."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
