"""A zip opened with its entries counted and measured, so that a bomb never goes off."""

import struct
import zipfile
import zlib
from io import BytesIO

from chuangcheng.platform.intake.limits import DEFAULT, Limits
from chuangcheng.platform.intake.refusals import Broken, Locked, TooLarge, called

LOCAL_HEADER = struct.Struct("<4s22xHH")
LOCAL_SIGNATURE = b"PK\x03\x04"
ENCRYPTED_FLAG = 0x1
CHUNK = 1 << 16


class Archive:
    """The parts of a zip file, inflated one by one and never beyond what was declared."""

    def __init__(self, raw: bytes, *, name: str = "", limits: Limits = DEFAULT) -> None:
        """Read the table of contents and turn down what it says is too much.

        Raises:
            Broken: the zip structure is damaged.
            Locked: an entry asks for a password.
            TooLarge: the entries are too many or would inflate to too much.
        """
        self._raw = raw
        self._name = name
        self._limits = limits
        self._entries = {entry.filename: entry for entry in self._table_of_contents()}
        for entry in self._entries.values():
            self._check_entry(entry)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def part(self, path: str) -> bytes | None:
        """Inflate one entry, or return nothing when it is not there.

        Raises:
            Broken: the entry is damaged.
            TooLarge: the entry holds more than it declared.
        """
        entry = self._entries.get(path)
        if entry is None:
            return None
        content = self._inflate(entry)
        if zlib.crc32(content) != entry.CRC:
            raise self._broken()
        return content

    def check_all(self) -> None:
        """Inflate every entry once, for programs that will open the file by themselves.

        Raises:
            Broken: an entry is damaged.
            TooLarge: an entry holds more than it declared.
        """
        for path in self._entries:
            self.part(path)

    def _table_of_contents(self) -> list[zipfile.ZipInfo]:
        try:
            with zipfile.ZipFile(BytesIO(self._raw)) as opened:
                entries = opened.infolist()
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as damage:
            raise self._broken() from damage
        if len(entries) > self._limits.entries:
            raise self._bomb()
        if len({entry.filename for entry in entries}) != len(entries):
            raise self._broken()
        if sum(entry.file_size for entry in entries) > self._limits.inflated:
            raise self._bomb()
        return entries

    def _check_entry(self, entry: zipfile.ZipInfo) -> None:
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise Locked(f"{called(self._name)}设有密码，请取消密码另存后再上传。")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self._broken()
        if entry.file_size > max(
            self._limits.ratio_from, entry.compress_size * self._limits.ratio
        ):
            raise self._bomb()

    def _inflate(self, entry: zipfile.ZipInfo) -> bytes:
        packed = self._packed(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            if len(packed) != entry.file_size:
                raise self._broken()
            return packed
        # One byte more than declared is asked for, so that a lie shows.
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = inflater.decompress(packed, entry.file_size + 1)
        except zlib.error as damage:
            raise self._broken() from damage
        if len(content) > entry.file_size:
            raise self._bomb()
        if len(content) < entry.file_size:
            raise self._broken()
        return content

    def _packed(self, entry: zipfile.ZipInfo) -> bytes:
        """Cut the compressed bytes out of the file, as the central directory measures them."""
        start = entry.header_offset
        header = self._raw[start : start + LOCAL_HEADER.size]
        if len(header) < LOCAL_HEADER.size:
            raise self._broken()
        signature, name_length, extra_length = LOCAL_HEADER.unpack(header)
        start += LOCAL_HEADER.size + name_length + extra_length
        packed = self._raw[start : start + entry.compress_size]
        if signature != LOCAL_SIGNATURE or len(packed) < entry.compress_size:
            raise self._broken()
        return packed

    def _broken(self) -> Broken:
        return Broken(
            f"{called(self._name)}已损坏，无法打开，请用 Word、Excel 或 WPS 打开原件"
            "另存一份后再上传。"
        )

    def _bomb(self) -> TooLarge:
        return TooLarge(
            f"{called(self._name)}解压后的内容异常庞大，为保障安全未予打开，"
            "请核对来源，删去多余内容另存后再上传。"
        )
