"""Files handed to a browser."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(packed: bytes, *, name: str) -> HttpResponse:
    """Hand out an Excel file under a name that ends with today's date."""
    file_name = f"{name}{timezone.localdate():%Y%m%d}.xlsx"
    response = HttpResponse(packed, content_type=_EXCEL)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name
    )
    response["Cache-Control"] = "no-store"
    return response
