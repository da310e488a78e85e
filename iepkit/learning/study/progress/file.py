"""Progress in one file: a record on each line, written at its end and never in its middle."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout

from iepkit.learning.study.events import Event
from iepkit.learning.study.progress.lines import (
    Flaw,
    Found,
    as_lines,
    decoded,
    encoded,
    is_utf_16,
    merged,
    read_line,
    split,
)
from iepkit.learning.study.progress.log import Kept, PlaceError

WAIT = 3.0
"""Seconds to wait for another notebook that is writing; one writes for some thousandths of a second."""


class File(Kept):
    """A file of records; it is made, with its folder, when the first record is written.

    Nobody else who uses the computer may read what is made here.

    Args:
        path: ``~`` stands for the home folder; a link is followed, so that all who
            write into one file, by whatever name, wait for each other.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._named = path
        self._stamp: tuple[int, ...] | None = None
        self._parsed: dict[str, Event | Flaw] = {}

    @property
    def shown(self) -> str:
        """See :class:`Log`."""
        return str(self._named)

    @functools.cached_property
    def _path(self) -> Path:
        try:
            return Path(os.path.realpath(self._named.expanduser()))
        except RuntimeError:
            # "~" stands for nothing: in some containers nobody has a home.
            raise PlaceError("no_file") from None

    def _found(self) -> Found:
        with _faults():
            try:
                found = self._path.stat()
            except FileNotFoundError:
                self._stamp = None
                return Found()
            _check(found)
            stamp = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
            if stamp == self._stamp:
                return self._last
            lines = split(decoded(self._path.read_bytes()))
        # What was read before is not read again: in a long file only a few lines are new.
        self._parsed = {line: self._parsed.get(line) or read_line(line) for line in lines}
        self._stamp = stamp
        return Found.of(self._parsed[line] for line in lines)

    def _write(self, events: Sequence[Event]) -> bool:
        with _faults(), self._alone() as is_alone:
            self._mend_encoding()
            with _opened(self._path, os.O_RDWR | os.O_APPEND) as file:
                length = _length(file)
                # A line that was cut off stays as it is, and the next one stands by itself.
                is_cut_off = length > 0 and _last_byte(file) != b"\n"
                try:
                    _put(file, b"\n" * is_cut_off + encoded(as_lines(events)))
                except OSError:
                    # A disk that became full in the middle took a part.
                    with contextlib.suppress(OSError):
                        os.ftruncate(file, length)
                    raise
        return is_alone

    def _merge(self, events: Sequence[Event]) -> None:
        with _faults(), self._alone():
            lines = split(decoded(self._path.read_bytes())) if self._is_there() else []
            there = [(line, read_line(line)) for line in lines]
            self._replace(merged(there, [(as_lines([event]).rstrip("\n"), event) for event in events]))

    def _remove(self, learner: str) -> None:
        with _faults(), self._alone():
            if not self._is_there():
                return
            lines = split(decoded(self._path.read_bytes()))
            read = {line: read_line(line) for line in lines}
            self._replace([line for line in lines if not _is_of(learner, read[line])])

    def _mend_encoding(self) -> None:
        """Write a file anew that an editor saved as UTF-16: what is added to it is in UTF-8."""
        if not self._is_there():
            return
        with self._path.open("rb") as file:
            is_other = is_utf_16(file.read(2))
        if is_other:
            self._replace(split(decoded(self._path.read_bytes())))

    def _is_there(self) -> bool:
        try:
            _check(self._path.stat())
        except FileNotFoundError:
            return False
        return True

    def _replace(self, lines: Sequence[str]) -> None:
        """Put these lines in the place of all, at one blow."""
        # Who holds the lock is alone, so one left over from a crash can be written over.
        beside = self._path.with_name(f"{self._path.name}.new")
        with _opened(beside, os.O_WRONLY | os.O_TRUNC) as file:
            _put(file, b"".join(encoded(line) + b"\n" for line in lines))
        beside.replace(self._path)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[bool]:
        """Hold off all others who write; gives whether that can be relied on."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(f"{self._path}.lock", timeout=WAIT, mode=0o600)
        is_alone = _is_acquired(lock)
        try:
            yield is_alone
        finally:
            if is_alone:
                lock.release()


def _is_acquired(lock: BaseFileLock) -> bool:
    """Wait for the lock; False where there can be none."""
    try:
        lock.acquire()
    except Timeout:
        raise PlaceError("locked") from None
    except NotImplementedError:
        return False
    except OSError as error:
        if error.errno in _NO_LOCKS:
            # Such as a folder on another computer. A record is written by one call, so two at one moment are unlikely
            # to hurt each other; to keep nothing would be worse.
            return False
        raise
    return True


def _is_of(learner: str, read: Event | Flaw) -> bool:
    return isinstance(read, Event) and read.learner == learner


def _check(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise PlaceError("no_file")


@contextlib.contextmanager
def _opened(path: Path, flags: int) -> Iterator[int]:
    # On Windows, text would get other line ends.
    file = os.open(path, flags | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    try:
        _check(os.fstat(file))
        yield file
    finally:
        os.close(file)


def _length(file: int) -> int:
    return os.fstat(file).st_size


def _last_byte(file: int) -> bytes:
    os.lseek(file, -1, os.SEEK_END)
    return os.read(file, 1)


def _put(file: int, data: bytes) -> None:
    """Write all of it, and wait until the disk has it."""
    while data:
        data = data[os.write(file, data) :]
    os.fsync(file)


@contextlib.contextmanager
def _faults() -> Iterator[None]:
    """Turn the system's errors into a sentence.

    Raises:
        PlaceError: there was one.
    """
    try:
        yield
    except OSError as error:
        sentence = _SENTENCES.get(error.errno or 0, "disk")
        reason = (error.strerror or type(error).__name__) if sentence == "disk" else ""
        raise PlaceError(sentence, reason) from None


_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL)
_SENTENCES: Mapping[int, str] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "no_right"),
    **dict.fromkeys((errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG, errno.ELOOP), "no_file"),
}
