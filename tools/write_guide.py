"""Writes the questions of data/floor.yaml into the trainer's guide, in each language that it is written in."""

from iepkit import guide
from iepkit.content import load

if __name__ == "__main__":
    content = load()
    for language in guide.languages(content):
        told = guide.with_questions(guide.read(content, language), content, language)
        (content.folder / guide.file_of(language)).write_text(told, encoding="utf-8")
        print(f"{guide.file_of(language)}: {len(content.floor)} questions")
