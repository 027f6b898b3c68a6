"""The JSON interface at /api/v1/: the routers of the packages under one contract."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from chuangcheng.accounts.rest import Bearer, Conflict, Denied, problem
from chuangcheng.city.rest import router as city
from chuangcheng.ledger.rest import router as ledger
from chuangcheng.platform.refusal import Refused
from chuangcheng.points.rest import router as points
from chuangcheng.web.unstorable import JsonParser

_FIELD_WORDS = {
    "missing": "没有填写",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "too_long": "项数太多",
    "enum": "不是可用的取值",
    "date_from_datetime_parsing": "不是日期，请写成 2026-09-30 的格式",
    "date_parsing": "不是日期，请写成 2026-09-30 的格式",
    "int_parsing": "不是整数",
    "decimal_parsing": "不是数字",
    "greater_than_equal": "小于允许的最小值",
    "less_than_equal": "大于允许的最大值",
    "string_pattern_mismatch": "含有不允许的字符",
    "json_invalid": "不是合法的 JSON",
}
_UNKNOWN_CALLER = "没有有效的令牌。请在请求头 Authorization 中用 Bearer 方式提供令牌。"


def _for_callers(view: Callable[..., Any]) -> Callable[..., HttpResponseBase]:
    """Show the contract to whoever may call: with a session or with a token."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated or Bearer()(request):
            answer: HttpResponseBase = view(request, *args, **kwargs)
            return answer
        return problem(401, "需要令牌", _UNKNOWN_CALLER)

    return guarded


api = NinjaAPI(
    title="创城通接口",
    version="1",
    description="任务、单位、区划和点位的数据接口。令牌在“个人设置”中生成，权限与页面一致。",
    auth=Bearer(),
    parser=JsonParser(),
    # The library's own pages load from foreign hosts; the contract itself does not.
    docs_url=None,
    docs_decorator=_for_callers,
    urls_namespace="api",
)
api.add_router("", ledger)
api.add_router("", city)
api.add_router("", points)


@api.exception_handler(AuthenticationError)
def _no_token(_request: HttpRequest, _refusal: AuthenticationError) -> HttpResponse:
    return problem(401, "需要令牌", _UNKNOWN_CALLER)


@api.exception_handler(Denied)
def _denied(_request: HttpRequest, refusal: Denied) -> HttpResponse:
    return problem(403, "没有权限", str(refusal))


@api.exception_handler(Http404)
def _missing(_request: HttpRequest, _refusal: Http404) -> HttpResponse:
    return problem(404, "没有找到", "没有这项内容，或令牌所属人员不能查看。")


@api.exception_handler(Conflict)
def _conflict(_request: HttpRequest, refusal: Conflict) -> HttpResponse:
    return problem(409, "当前状态不允许", str(refusal))


@api.exception_handler(Refused)
def _refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    return problem(422, "没有办理", str(refusal))


@api.exception_handler(HttpError)
def _bad_request(_request: HttpRequest, _refusal: HttpError) -> HttpResponse:
    return problem(
        400, "请求无法理解", "请求内容不是合法的 JSON，或含有空字符，请核对后重发。"
    )


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, refusal: ValidationError) -> HttpResponse:
    """Name every field that cannot be taken, in one sentence each."""
    errors = [
        {"field": _field(each["loc"]), "message": _sentence(each)}
        for each in refusal.errors
    ]
    detail = "；".join(f"{each['field']}{each['message']}" for each in errors)
    return problem(422, "请求内容有误", f"{detail}。", errors=errors)


def _field(place: tuple[Any, ...]) -> str:
    """Name a field the way the caller wrote it: figures[0].value."""
    name = ""
    for part in place[2:] if len(place) > 2 else place[1:]:
        name += f"[{part}]" if isinstance(part, int) else f".{part}"
    return name.lstrip(".")


def _sentence(error: dict[str, Any]) -> str:
    return _FIELD_WORDS.get(str(error.get("type")), "填写有误，请对照接口说明核对")
