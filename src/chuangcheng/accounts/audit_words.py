"""The audit log's verbs as an official says them; packages add theirs while the program starts."""

from collections.abc import Mapping
from typing import Any

from chuangcheng.platform.models import AuditEntry

_WORDS: dict[str, str] = {
    "accounts.sign_in.done": "登录",
    "accounts.sign_in.failed": "登录失败",
    "accounts.sign_in.locked": "登录锁定",
    "accounts.sign_in.refused": "锁定期间尝试登录",
    "accounts.sign_out.done": "退出登录",
    "accounts.sign_out.idle": "超时退出",
    "accounts.password.changed": "修改密码",
    "accounts.factor.added": "登记验证方式",
    "accounts.factor.removed": "删除验证方式",
    "accounts.factor.renewed": "更换备用码",
    "accounts.identity.linked": "绑定统一身份",
    "accounts.identity.refused": "统一身份登录被拒",
    "accounts.person.opened": "开通账号",
    "accounts.person.imported": "批量开通账号",
    "accounts.person.exported": "导出账号名单",
    "accounts.person.edited": "更正账号资料",
    "accounts.person.disabled": "停用账号",
    "accounts.person.enabled": "启用账号",
    "accounts.person.password_reset": "重置密码",
    "accounts.person.factors_cleared": "清除验证方式",
    "accounts.person.duty_granted": "授予管理职责",
    "accounts.person.duty_revoked": "免除管理职责",
    "accounts.person.rescued": "重置管理员账号",
    "accounts.lockout.lifted": "解除锁定",
    "accounts.token.created": "生成令牌",
    "accounts.token.revoked": "停用令牌",
    "accounts.audit.viewed": "查看审计日志",
    "accounts.audit.exported": "导出审计日志",
    "platform.audit.verified": "核验审计日志",
}
_FIELDS: dict[str, str] = {
    "methods": "验证方式",
    "attempts": "连续失败次数",
    "type": "方式",
    "provider": "来源",
    "uid": "统一身份",
    "reason": "原因",
    "name": "名称",
    "fields": "更正项",
    "file": "文件",
    "usernames": "用户名",
    "duty": "职责",
    "address": "来源地址",
    "until": "止",
    "since": "起",
    "person": "人员",
    "verb": "动作",
    "subject": "对象",
    "page": "页",
    "count": "条数",
    "state": "状态",
    "q": "检索词",
}
_VALUES: dict[str, str] = {
    "password": "密码",
    "totp": "动态口令",
    "webauthn": "通行密钥",
    "recovery_codes": "备用码",
    "socialaccount": "统一身份",
    "phone": "手机号",
    "SYSTEM": "系统管理员",
    "SECURITY": "安全管理员",
    "AUDIT": "审计管理员",
}


def register(words: Mapping[str, str], *, fields: Mapping[str, str] | None = None) -> None:
    """Add a package's verbs, and the names in their details, as people call them."""
    _WORDS.update(words)
    _FIELDS.update(fields or {})


def word_for(verb: str) -> str:
    """Return what to call a verb; one that nobody has named stays as it is."""
    return _WORDS.get(verb, verb)


def actor_of(entry: AuditEntry) -> str:
    """Say who acted; nobody is known by name before they have signed in."""
    if entry.actor_name:
        return entry.actor_name
    is_stranger = entry.verb.startswith(("accounts.sign_in.", "accounts.identity."))
    return "未登录" if is_stranger else "系统"


def choices() -> list[tuple[str, str]]:
    """List every named verb for a filter, in the order of the packages."""
    return list(_WORDS.items())


def detail_of(detail: Mapping[str, Any]) -> str:
    """Write an entry's detail in one line."""
    return "；".join(
        f"{_FIELDS.get(name, name)}：{_plain(value)}" for name, value in detail.items()
    )


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_plain(each) for each in value) or "无"
    if isinstance(value, Mapping):
        return "，".join(f"{name} {_plain(each)}" for name, each in value.items())
    return _VALUES.get(str(value), str(value)) if value not in (None, "") else "无"
