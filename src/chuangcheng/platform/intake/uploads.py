"""Stop an upload that is too large while it is still arriving."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from chuangcheng.platform.intake.limits import MEGABYTE
from chuangcheng.platform.intake.refusals import called

# What a form around a file may weigh: its other fields and the lines between them.
_WRAPPING = MEGABYTE
_MARK = "_upload_refused"


class SizeGuard(FileUploadHandler):
    """Refuse files over the limit: by what the request announces, and by what arrives.

    Stands first among the handlers. The view learns of it through `refusal_of`.
    """

    _arrived = 0
    _announced: int | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        self._announced = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        # Asked only now, so that the fields before the file, with the form's token, are known.
        if (self._announced or 0) > settings.UPLOAD_LIMIT + _WRAPPING:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._arrived += len(raw_data)
        if self._arrived > settings.UPLOAD_LIMIT + _WRAPPING:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _refuse(self) -> None:
        limit = settings.UPLOAD_LIMIT // MEGABYTE
        text = (
            f"{called(self.file_name or '')}超过 {limit} MB 的上限，没有接收。"
            "请删去用不到的内容或拆成几份再上传。"
        )
        setattr(self.request, _MARK, text)
        raise StopUpload(connection_reset=True)


def refusal_of(request: HttpRequest) -> str:
    """Say why a file of the request was not taken in; empty where nothing was refused."""
    return str(getattr(request, _MARK, ""))
