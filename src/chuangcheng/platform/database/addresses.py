"""How to reach a database server, and whether it is one we can work with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from .trouble import RefusedToStart

OLDEST_VERSION = 14
EXTENSIONS = ("pg_trgm", "btree_gist")
CONNECT_SECONDS = 10
VARIABLE = "DATABASE_URL"
EXAMPLE = "postgresql://用户:口令@主机:5432/数据库"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Everything needed to connect; the password stays out of logs and tracebacks."""

    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def dsn(self) -> str:
        """Return the address as one libpq connection string."""
        parts = {
            "dbname": self.name,
            "user": self.user,
            "password": self.password,
            "host": self.host,
            "port": self.port,
        }
        given = {key: value for key, value in parts.items() if value}
        return make_conninfo("", **given, **self.options)

    def django_settings(self) -> dict[str, Any]:
        """Return the address as one entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": dict(self.options),
        }


def from_url(url: str) -> Address:
    """Read a DATABASE_URL.

    Raises:
        RefusedToStart: it is malformed; the message never repeats the password.
    """
    scheme, colon, _ = url.partition("://")
    if not colon or scheme not in {"postgresql", "postgres"}:
        raise _malformed("应以 postgresql:// 开头")
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError as error:
        raise _malformed(_parse_advice(str(error))) from None
    name = parts.pop("dbname", "")
    if not name:
        raise _malformed("缺少数据库名")
    address = Address(
        name=name,
        user=parts.pop("user", ""),
        password=parts.pop("password", ""),
        host=parts.pop("host", ""),
        port=_checked_port(parts.pop("port", "")),
        options=parts,
    )
    _see_that_libpq_accepts(parts)
    return address


def _malformed(why: str) -> RefusedToStart:
    return RefusedToStart(f"环境变量 {VARIABLE} 有误：{why}。写法如 {EXAMPLE}")


def _parse_advice(complaint: str) -> str:
    if "query parameter" in complaint:
        return "问号后的参数写法不对，或有 PostgreSQL 不认识的参数"
    return "地址无法识别，口令中的 @ : / # % 等符号要写成 %40 %3A %2F %23 %25"


def _checked_port(port: str) -> str:
    """Refuse a port that is no number; several hosts may have a port each."""
    for one in port.split(","):
        if one and not (one.isascii() and one.isdigit() and 0 < int(one) < 65536):
            raise _malformed("端口应是 1 到 65535 之间的数字，主机名后只能有一个冒号")
    return port


SSL_MODES = {"disable", "allow", "prefer", "require", "verify-ca", "verify-full"}


def _see_that_libpq_accepts(options: Mapping[str, str]) -> None:
    mode = options.get("sslmode")
    if mode is not None and mode not in SSL_MODES:
        raise _malformed(f"sslmode 不能是“{mode}”，可用 {'、'.join(sorted(SSL_MODES))}")
    seconds = options.get("connect_timeout")
    if seconds is not None and not (seconds.isascii() and seconds.isdigit()):
        raise _malformed("connect_timeout 应是秒数")


def check(address: Address) -> None:
    """See that the server answers and can hold our data.

    Raises:
        RefusedToStart: it does not answer, is too old, or lacks something we need.
    """
    timeout = int(address.options.get("connect_timeout") or CONNECT_SECONDS)
    try:
        with psycopg.connect(address.dsn, connect_timeout=timeout) as connection:
            _check_server(connection)
    except psycopg.Error as error:
        message = f"连接不上环境变量 {VARIABLE} 指定的数据库：{_first_line(error)}"
        raise RefusedToStart(message) from error


def _check_server(connection: psycopg.Connection) -> None:
    check_version(connection.info.server_version)
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        message = f"数据库的编码是 {encoding}，存不了中文，请用 UTF8 编码重建数据库。"
        raise RefusedToStart(message)
    rows = connection.execute("SELECT name FROM pg_available_extensions").fetchall()
    missing = set(EXTENSIONS) - {name for (name,) in rows}
    if missing:
        names = "、".join(sorted(missing))
        message = f"数据库服务器缺少扩展 {names}，请安装 postgresql-contrib。"
        raise RefusedToStart(message)


def check_version(number: int) -> None:
    """Refuse a server that is too old; the number is libpq's, as 150008 for 15.8."""
    major, minor = divmod(number, 10000)
    if major < OLDEST_VERSION:
        message = (
            f"数据库服务器是 PostgreSQL {major}.{minor}，"
            f"需要 {OLDEST_VERSION} 或更新的版本。"
        )
        raise RefusedToStart(message)


def _first_line(error: psycopg.Error) -> str:
    return (str(error).splitlines() or ["没有说明原因"])[0]
