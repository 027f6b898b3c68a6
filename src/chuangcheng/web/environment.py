"""Read settings from the environment; a wrong value stops the start and names its variable."""

import os
import secrets
from pathlib import Path

from chuangcheng.platform.refusal import Refused

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class WrongSetting(Refused):
    """An environment variable holds something the program cannot use."""


def text(name: str, *, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def words(name: str, *, default: str = "") -> list[str]:
    """Read a comma-separated list."""
    return [word.strip() for word in text(name, default=default).split(",") if word.strip()]


def flag(name: str, *, default: bool) -> bool:
    """Read a yes or no.

    Raises:
        WrongSetting: the value is neither.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in _TRUE:
        return True
    if value.strip().lower() in _FALSE:
        return False
    raise WrongSetting(f"环境变量 {name}={value!r} 无法识别，请填 1 或 0。")


def number(name: str, *, default: int, least: int = 0) -> int:
    """Read a whole number of at least `least`.

    Raises:
        WrongSetting: the value is not a whole number or too small.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    try:
        result = int(value)
    except ValueError:
        raise WrongSetting(f"环境变量 {name}={value!r} 应为整数。") from None
    if result < least:
        raise WrongSetting(f"环境变量 {name}={value} 过小，至少为 {least}。")
    return result


def choice(name: str, *, options: tuple[str, ...]) -> str:
    """Read one of `options`; the first is the default.

    Raises:
        WrongSetting: the value is not among them.
    """
    value = text(name, default=options[0])
    if value not in options:
        raise WrongSetting(f"环境变量 {name}={value!r} 应为 {' / '.join(options)} 之一。")
    return value


def secret(name: str, *, kept_in: Path) -> str:
    """Read a secret, or make one once and keep it in a file only the owner may read."""
    value = text(name)
    if value:
        return value
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept_in.with_suffix(f".{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        try:
            # Linked, not renamed: of two processes starting together the first one's secret stays.
            kept_in.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept_in.read_text()
