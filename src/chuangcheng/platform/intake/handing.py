"""Kept files handed out again; always as a download, so that no browser runs what is in them."""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404


def download(kept: FieldFile, *, name: str) -> FileResponse:
    """Hand out a kept file under the name it came with.

    Raises:
        Http404: the file is gone from the store, as after a restore without its files.
    """
    try:
        stream = kept.open("rb")
    except FileNotFoundError as gone:
        raise Http404(f"“{name}”的原件已不在文件库中，请联系系统管理员恢复。") from gone
    return FileResponse(stream, as_attachment=True, filename=name)
