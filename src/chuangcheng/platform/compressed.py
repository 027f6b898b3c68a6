"""Large JSON for scripts: compressed, and sent only to whoever does not have this version yet.

Pages are not compressed, because what is secret in them could be guessed from their length
(BREACH); these answers repeat nothing of the request, so that there is nothing to guess with.
"""

import gzip
import json
from collections.abc import Callable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers

_LEVEL = 6
# Below this the envelope costs more than is saved.
_LEAST = 1000


def json_response(
    request: HttpRequest, make: Callable[[], object], *, version: str
) -> HttpResponse:
    """Answer with what `make` returns; it is not called where the browser holds this version.

    Bytes are taken for JSON that is written already. `version` must change whenever the answer would; it may be anything that tells versions apart.
    """
    etag = f'W/"{sha256(version.encode()).hexdigest()[:32]}"'
    known = get_conditional_response(request, etag=etag)
    response = known if known is not None and known.status_code == 304 else None
    if response is None:
        response = _written(request, make())
    response["ETag"] = etag
    # Kept by the person's own browser alone, and asked about every time.
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Encoding", "Cookie"))
    return response


def _written(request: HttpRequest, document: object) -> HttpResponse:
    content = (
        document
        if isinstance(document, bytes)
        else json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    )
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if not takes_gzip or len(content) < _LEAST:
        return HttpResponse(content, content_type="application/json")
    response = HttpResponse(
        gzip.compress(content, _LEVEL, mtime=0), content_type="application/json"
    )
    response["Content-Encoding"] = "gzip"
    return response
