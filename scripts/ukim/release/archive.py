"""The zip of a release: its folder, with times, order and permissions that are the same in every build."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from ukim.release.checksums import files

LEVEL = 6
UNIX = 3
READABLE = 0o100644
"""A regular file that its owner may change and all may read."""


def write(folder: Path, target: Path, stamp: datetime) -> None:
    """Write the zip of the folder; `stamp` is the time at which each of its files says that it was changed."""
    with ZipFile(target, "w") as archive:
        for file in files(folder):
            entry = _entry(f"{folder.name}/{file}", stamp)
            archive.writestr(entry, (folder / file).read_bytes(), ZIP_DEFLATED, LEVEL)


def repacked(archive: ZipFile, data: bytes) -> bytes:
    """Return the archive as `write` packs it, with the compressed bytes of `data`.

    If the result differs from `data`, a header or something between the entries was changed, which no sum of a file
    shows. The entries are not compressed again, since not every version of zlib compresses alike.

    Raises:
        BadZipFile: the archive is empty.

    """
    entries = sorted(archive.infolist(), key=lambda entry: entry.filename)
    if not entries:
        message = "it is empty"
        raise BadZipFile(message)
    stamp = datetime(*entries[0].date_time)  # noqa: DTZ001 - times in a zip have no zone
    out = BytesIO()
    with ZipFile(out, "w") as again:
        for packed in entries:
            entry = _entry(packed.filename, stamp)
            entry.header_offset = out.tell()
            entry.CRC, entry.compress_size, entry.file_size = packed.CRC, packed.compress_size, packed.file_size
            header = entry.FileHeader(zip64=False)
            start = packed.header_offset + len(header)
            out.write(header + data[start : start + packed.compress_size])
            again.filelist.append(entry)
        again.start_dir = out.tell()  # closing the archive writes its directory there
    return out.getvalue()


def _entry(name: str, stamp: datetime) -> ZipInfo:
    """Return the description of a file in the zip: the same in every build, but for its size and sum."""
    entry = ZipInfo(name, stamp.timetuple()[:6])
    entry.compress_type, entry.create_system, entry.external_attr = ZIP_DEFLATED, UNIX, READABLE << 16
    return entry
