"""Nothing is made again where nothing has changed, and everything where something has."""

import pytest

from iepkit import made

NAMES = ["one.txt", "two/three.txt"]


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "made"
    for name in NAMES:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(name)
    made.stamp(place, "recipe", NAMES)
    return place


def test_what_was_made_is_known(folder):
    assert made.is_made(folder, "recipe")
    assert not made.is_made(folder, "another recipe")


@pytest.mark.parametrize("how", ["changed", "gone", "stamp gone", "stamp broken", "stamp of another kind"])
def test_what_has_changed_since_is_not_taken_for_made(folder, how):
    stamp = folder / ".iepkit-made.json"
    match how:
        case "changed":
            (folder / "one.txt").write_text("other")
        case "gone":
            (folder / "two/three.txt").unlink()
        case "stamp gone":
            stamp.unlink()
        case "stamp broken":
            stamp.write_text('{"recipe": "recipe", "fi')
        case "stamp of another kind":
            stamp.write_text('["recipe"]')
    assert not made.is_made(folder, "recipe")


def test_a_recipe_changes_with_a_fact_a_slide_a_colour_and_an_option(kit):
    first = made.recipe(kit.folder, ["slides", ""])
    assert made.recipe(kit.folder, ["slides", ""]) == first
    found = {first, made.recipe(kit.folder, ["slides", "http://a"])}
    kit.edit("data/comparison.csv", "A federal law", "A law")
    found.add(made.recipe(kit.folder, ["slides", ""]))
    kit.edit("iepkit.toml", "#1b4f72", "#1b4f71")
    found.add(made.recipe(kit.folder, ["slides", ""]))
    notebook = next(kit.path("slides").glob("*.ipynb"))
    notebook.write_text(notebook.read_text() + "\n")
    found.add(made.recipe(kit.folder, ["slides", ""]))
    logo = kit.path("logo.png")
    logo.write_bytes(b"picture")
    found.add(made.recipe(kit.folder, ["slides", ""], [logo]))
    assert len(found) == 6


def test_only_what_is_as_it_was_written_counts_as_ours(folder):
    assert made.untouched(folder) == NAMES
    (folder / "one.txt").write_text("somebody's own")
    assert made.untouched(folder) == NAMES[1:]
    (folder / ".iepkit-made.json").write_text("{}")
    assert made.untouched(folder) == []
