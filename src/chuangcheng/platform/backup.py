"""Copy the whole database into one file, and bring it back from there.

Both are all or nothing: a backup takes its name when it is complete and readable, and a
restore is one transaction, so that a refusal leaves the database as it was.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace as changed
from pathlib import Path

import psycopg

from chuangcheng.platform import database
from chuangcheng.platform.database import Address, cluster
from chuangcheng.platform.refusal import Refused

MAGIC = b"PGDMP"
# The wheel's programs are built without TLS.
NEEDS_TLS = frozenset({"require", "verify-ca", "verify-full"})
SETTING_OF_17 = b"SET transaction_timeout = 0;"
HEAD_BYTES = 4096

# Everything of ours and nothing of an extension, whoever owns the schema itself.
EMPTY = """
SET lock_timeout = '10s';
SET client_min_messages = warning;
DO $$
DECLARE statement text;
BEGIN
  FOR statement IN
    SELECT format('DROP %s IF EXISTS public.%I CASCADE',
                  CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                               WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE'
                               ELSE 'TABLE' END, relname)
      FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r','p','v','m','S','f')
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass
                          AND objid = pg_class.oid AND deptype = 'e')
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', oid::regprocedure)
      FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass
                          AND objid = pg_proc.oid AND deptype = 'e')
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS public.%I CASCADE', typname)
      FROM pg_type LEFT JOIN pg_class ON pg_class.oid = typrelid
     WHERE typnamespace = 'public'::regnamespace
       AND (typtype IN ('e','d','r') OR relkind = 'c')
       AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_type'::regclass
                          AND objid = pg_type.oid AND deptype = 'e')
  LOOP
    EXECUTE statement;
  END LOOP;
END $$;
"""


class BackupFailed(Refused):
    """No backup was made, or nothing was restored; the message says why."""


def backup(path: Path) -> None:
    """Write the database into a new file that only its owner can read.

    Raises:
        BackupFailed: the file exists already, or the database cannot be copied.
    """
    address = database.ensure_running()
    if path.exists():
        message = f"备份文件 {path} 已经存在，请换一个文件名。"
        raise BackupFailed(message)
    if not path.parent.is_dir():
        message = f"目录 {path.parent} 不存在，请先建立。"
        raise BackupFailed(message)
    tools = _tools(address)
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
            draft = Path(folder) / "dump"
            command = [
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--file={draft}",
            ]
            _run("备份没有完成", [tools / "pg_dump", *command], address)
            # Read back, for a backup nobody can open is none.
            _contents(tools, draft)
            _sync(draft)
            # Linked rather than renamed: a file of that name made meanwhile is kept.
            path.hardlink_to(draft)
    except OSError as error:
        message = f"备份没有完成，无法写入 {path}：{error.strerror}。"
        raise BackupFailed(message) from error


def restore(path: Path, *, replace: bool = False) -> None:
    """Bring the database back to what a backup holds.

    Raises:
        BackupFailed: the file is no backup, the database holds something and `replace`
            was not asked for, or it is in use; it is then as it was.
    """
    address = database.ensure_running()
    _check_file(path)
    tools = _tools(address)
    count = _table_count(address)
    if count and not replace:
        message = f"数据库中已有 {count} 张表，恢复会全部替换。确认要替换时请写明。"
        raise BackupFailed(message)
    try:
        with tempfile.TemporaryDirectory(prefix="chuangcheng-restore-") as folder:
            _replay(tools, _write_scripts(tools, path, Path(folder), address), address)
    except OSError as error:
        message = f"恢复没有开始，无法写入临时目录：{error.strerror}。"
        raise BackupFailed(message) from error
    with psycopg.connect(address.dsn, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _replay(tools: Path, scripts: Sequence[Path], address: Address) -> None:
    # Whole files, not a pipe: psql takes the end of a broken pipe for the end of the work
    # and commits half of it.
    options = ["--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    files = [f"--file={script}" for script in scripts]
    _run("恢复没有完成，数据库未作改动", [tools / "psql", *options, *files], address)


def _check_file(path: Path) -> None:
    try:
        with path.open("rb") as file:
            begins = file.read(len(MAGIC))
    except OSError as error:
        message = f"打不开备份文件 {path}：{error.strerror}。"
        raise BackupFailed(message) from error
    if begins != MAGIC:
        message = f"{path} 不是本系统的备份文件。"
        raise BackupFailed(message)


def _write_scripts(tools: Path, path: Path, folder: Path, address: Address) -> list[Path]:
    wanted = folder / "wanted"
    wanted.write_text(_contents(tools, path), encoding="utf-8")
    empty, fill = folder / "empty.sql", folder / "fill.sql"
    empty.write_text(EMPTY, encoding="utf-8")
    options = ["--no-owner", "--no-privileges", f"--use-list={wanted}", f"--file={fill}"]
    _run("备份文件已损坏", [tools / "pg_restore", *options, path])
    if _server_major(address) < 17:
        _withdraw_setting_of_17(fill)
    return [empty, fill]


def _contents(tools: Path, dump: Path) -> str:
    """Return the table of contents less the remarks only an extension's owner may make."""
    listed = _run("备份文件已损坏", [tools / "pg_restore", "--list", dump])
    lines = listed.splitlines(keepends=True)
    return "".join(line for line in lines if " COMMENT - EXTENSION " not in line)


def _withdraw_setting_of_17(script: Path) -> None:
    """Turn the one setting older servers do not know into a comment of equal length."""
    with script.open("r+b") as file:
        at = file.read(HEAD_BYTES).find(SETTING_OF_17)
        if at >= 0:
            file.seek(at)
            file.write(b"-- ")


def _table_count(address: Address) -> int:
    question = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    with psycopg.connect(address.dsn) as connection:
        row = connection.execute(question).fetchone()
    return int(row[0]) if row else 0


def _server_major(address: Address) -> int:
    with psycopg.connect(address.dsn) as connection:
        return connection.info.server_version // 10000


def _tools(address: Address) -> Path:
    """Return the folder of programs fit for this server: the wheel's, or the machine's."""
    server = _server_major(address)
    tls = address.options.get("sslmode") in NEEDS_TLS
    ours = cluster.program("pg_dump")
    if not tls and cluster.version_of(ours) >= server:
        return ours.parent
    installed = shutil.which("pg_dump")
    if installed is not None and cluster.version_of(Path(installed)) >= server:
        return Path(installed).parent
    why = "要求加密连接" if tls else "比自带的 pg_dump 新"
    message = (
        f"数据库服务器是 PostgreSQL {server}，{why}。"
        f"请在本机安装 PostgreSQL {server} 或更新的客户端程序。"
    )
    raise BackupFailed(message)


def _run(
    failure: str, command: Sequence[str | Path], address: Address | None = None
) -> str:
    """Run a PostgreSQL program; its password goes by the environment, not the process list."""
    environment = {key: value for key, value in os.environ.items() if key[:2] != "PG"}
    target: list[str] = []
    if address is not None:
        environment["PGPASSWORD"] = address.password
        target = [f"--dbname={changed(address, password='').dsn}"]
    done = subprocess.run(  # noqa: S603 - PostgreSQL's programs, our words
        [command[0], *target, *command[1:]],
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment,
        umask=0o077,
    )
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", errors="replace").strip()
        if "lock timeout" in said:
            said = "数据库正在使用中，请先停止服务再恢复。"
        message = f"{failure}：{said}"
        raise BackupFailed(message)
    return done.stdout.decode("utf-8")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
