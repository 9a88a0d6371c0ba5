"""The zip of a release: its folder, with times, order and permissions that are the same in every build."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ukim.release.checksums import files

LEVEL = 6
UNIX = 3
READABLE = 0o100644
"""A regular file that its owner may change and all may read."""
LOCAL_HEADER = 30
"""Bytes before the name of an entry."""


def write(folder: Path, target: Path, stamp: datetime) -> None:
    """Write the zip of the folder; `stamp` is when its files say that they were changed."""
    with ZipFile(target, "w") as archive:
        for file in files(folder):
            entry = _entry(f"{folder.name}/{file}", stamp)
            archive.writestr(entry, (folder / file).read_bytes(), ZIP_DEFLATED, LEVEL)


def repacked(archive: ZipFile, data: bytes) -> bytes:
    """The archive as `write` would have packed it, with the compressed bytes as they are.

    They are taken over because libraries compress the same content each in its own way. Where the result differs from
    `data`, something in the headers or between the entries was changed, which no sum of a file shows.
    """
    out = BytesIO()
    with ZipFile(out, "w") as again:
        entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
        for one in entries:
            entry = _entry(one.filename, datetime(*entries[0].date_time))  # noqa: DTZ001 - times in a zip have no zone
            entry.header_offset = out.tell()
            entry.CRC, entry.compress_size, entry.file_size = one.CRC, one.compress_size, one.file_size
            header = entry.FileHeader(zip64=False)
            start = one.header_offset + len(header)
            out.write(header + data[start : start + one.compress_size])
            again.filelist.append(entry)
        again.start_dir = out.tell()
    return out.getvalue()


def _entry(name: str, stamp: datetime) -> ZipInfo:
    entry = ZipInfo(name, stamp.timetuple()[:6])
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, UNIX, READABLE << 16
    return entry
