"""Makes once all that a workshop may need, into a folder that is removed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from iepkit import progress
from iepkit.content import ENGLISH, Content
from iepkit.doctor.finding import Finding, Level
from iepkit.documents import handouts, paper_twins
from iepkit.documents.letter import fill
from iepkit.documents.pdf import as_pdf
from iepkit.folder import FolderError, write_folder
from iepkit.site import folder as site
from iepkit.site.tables import TableError
from iepkit.slides import folder as slides
from iepkit.slides.deck import timed
from iepkit.slides.notebooks import DeckError, notebooks_of, run
from iepkit.wording import Wording

_STATE = "massachusetts"


@dataclass(frozen=True)
class Build:
    """What is made: its name, and from the content each file with its name, and all names."""

    name: str
    files: Callable[[Content], Iterable[tuple[str, bytes]]]
    names: Callable[[Content], Iterable[str]]


def _slides(content: Content) -> Iterable[tuple[str, bytes]]:
    return slides.files(timed(run(notebooks_of(content.folder, content), content)), content)


BUILDS = (
    Build("take-home page", site.files, site.names),
    Build("letters", lambda content: paper_twins.paper_twins(content, _STATE), paper_twins.names),
    Build("slides", _slides, lambda _: slides.NAMES),
    Build("handouts", handouts.handouts, lambda _: handouts.names()),
)


def fonts(content: Content) -> Finding:
    """Is a letter really set in the kit's own fonts?"""
    template = next(iter(content.letters.values()))
    try:
        as_pdf(fill(template, {"state": _STATE}, Wording(content, ENGLISH)))
    except Exception as error:  # noqa: BLE001 - whatever goes wrong is a finding, not a fault of this program
        return Finding("Fonts", Level.MEND, f"A letter could not be set ({_said(error)}); set the kit up again.")
    return Finding("Fonts", Level.GOOD, "A letter was set as PDF in the kit's own fonts.")


def try_all(content: Content, folder: Path, builds: Iterable[Build] = BUILDS) -> Iterator[Finding]:
    """Make each of them.

    Args:
        content: what the kit says.
        folder: an empty one, which the caller removes.
        builds: what is made.
    """
    for build in builds:
        yield _try(build, content, folder / build.name)


def _try(build: Build, content: Content, folder: Path) -> Finding:
    name = f"Making the {build.name}"
    begun = time.monotonic()
    try:
        names = list(build.names(content))
        progress.show(name, 0, len(names), is_last=False)
        for done, _ in enumerate(write_folder(folder, names, build.files(content)), start=1):
            progress.show(name, done, len(names), is_last=False)
    except FolderError as error:
        # Which folder it is says nothing to the trainer: it is ours.
        why = error.__cause__.strerror if isinstance(error.__cause__, OSError) else str(error)
        return Finding(name, Level.MEND, f"It could not be written ({why}); make room on the disk, and run this again.")
    except (DeckError, TableError) as error:
        return Finding(name, Level.MEND, str(error))
    except Exception as error:  # noqa: BLE001 - as above
        return Finding(name, Level.MEND, f"It could not be made ({_said(error)}); set the kit up again.")
    return Finding(
        name,
        Level.GOOD,
        f"{len(names)} {'file' if len(names) == 1 else 'files'} in {time.monotonic() - begun:.0f} s, and removed again.",
    )


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0].rstrip(".: ")
