"""Writes the questions of data/floor.yaml into the trainer's guide."""

from iepkit import guide
from iepkit.content import load

if __name__ == "__main__":
    content = load()
    told = guide.with_questions(guide.read(content), content)
    (content.folder / guide.GUIDE).write_text(told, encoding="utf-8")
    print(f"{guide.GUIDE}: {len(content.floor)} questions")
