"""A copy of the kit that a test may break."""

import shutil
from pathlib import Path

from iepkit.content import examine

ROOT = Path(__file__).parents[1]
# What the language "eo" of tests has; all else falls back to English.
OTHER_LANGUAGE = {"ui.language_name": "Xexe", "ui.title": "Xe ze?", "cell.law.iep": "Ze xaw."}


class Kit:
    """A folder with its own ``data/``, ``notebooks/`` and ``iepkit.toml``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT / "data", folder / "data")
        shutil.copytree(ROOT / "notebooks", folder / "notebooks")
        shutil.copytree(ROOT / "slides", folder / "slides")
        shutil.copy(ROOT / "iepkit.toml", folder)
        (folder / "docs").mkdir()
        for guide in (ROOT / "docs").glob("facilitator*.md"):
            shutil.copy(guide, folder / "docs")

    def path(self, name: str) -> Path:
        return self.folder / name

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first ``old``; a test must not pass because there was none."""
        text = self.path(name).read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old!r}"
        self.path(name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def append(self, name: str, line: str) -> None:
        with self.path(name).open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    def problems(self) -> list[str]:
        return [str(problem) for problem in examine(self.folder)[1]]

    def speak_english_alone(self) -> None:
        """Remove the other languages: what a test adds is translated into none."""
        shutil.rmtree(self.path("data/translations"))

    def translate(self, language: str, texts: dict[str, str]) -> None:
        """Add a language in which each of these ids has this text."""
        content, _ = examine(self.folder)
        path = self.path(f"data/translations/{language}/texts.csv")
        path.parent.mkdir(parents=True)
        rows = ["id,english,text,checked_by,checked_on,checked_text"]
        for text_id, text in texts.items():
            english = content.texts[text_id].replace('"', '""')
            rows.append(f'{text_id},"{english}","{text}",,,')
        path.write_text("\n".join(rows) + "\n", encoding="utf-8")
