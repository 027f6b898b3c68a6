"""JSON for scripts: compressed for whoever takes it so, and sent once a version."""

import gzip
import json

from django.test import RequestFactory

from chuangcheng.platform.compressed import json_response

LONG = {"name": ["农贸市场"] * 500}


def unwanted() -> object:
    raise AssertionError("made although the browser holds it")


def test_a_long_answer_is_compressed_for_a_browser_that_takes_it() -> None:
    request = RequestFactory().get("/", headers={"Accept-Encoding": "gzip, br"})

    response = json_response(request, lambda: LONG, version="1")

    assert response["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(response.content)) == LONG


def test_an_answer_is_plain_where_compression_is_not_taken_or_not_worth_it() -> None:
    asks_plain = RequestFactory().get("/", headers={"Accept-Encoding": "identity"})
    asks_gzip = RequestFactory().get("/", headers={"Accept-Encoding": "gzip"})

    long_ = json_response(asks_plain, lambda: LONG, version="1")
    short = json_response(asks_gzip, lambda: {"name": []}, version="1")

    assert json.loads(long_.content) == LONG
    assert short.content == b'{"name":[]}'
    assert not long_.has_header("Content-Encoding")
    assert not short.has_header("Content-Encoding")


def test_a_browser_that_holds_the_version_is_told_so_and_nothing_is_made() -> None:
    first = json_response(RequestFactory().get("/"), lambda: LONG, version="一")
    again = RequestFactory().get("/", headers={"If-None-Match": first["ETag"]})

    kept = json_response(again, unwanted, version="一")
    changed = json_response(again, lambda: LONG, version="二")

    assert kept.status_code == 304
    assert kept["ETag"] == first["ETag"]
    assert changed.status_code == 200


def test_answers_are_kept_by_the_persons_own_browser_alone() -> None:
    response = json_response(RequestFactory().get("/"), lambda: LONG, version="1")

    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" in response["Vary"]


def test_what_is_written_already_goes_out_as_it_is() -> None:
    response = json_response(RequestFactory().get("/"), lambda: b"[1]", version="1")

    assert response.content == b"[1]"
