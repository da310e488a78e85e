"""``iepkit forget``: what it deletes, and what it leaves."""

from iepkit.cli import main
from iepkit.store.store import Store
from tests.cli.test_report import hold


def run(capsys, *arguments):
    code = main(["forget", *map(str, arguments)])
    return code, capsys.readouterr().out


def rounds(path):
    store = Store.open(path)
    counts = [len(store.record(workshop.id).rounds) for workshop in store.workshops()]
    store.close()
    return counts


def test_answers_of_earlier_workshops_go_and_this_evenings_stay(tmp_path, capsys):
    path = tmp_path / "answers.db"
    hold(path, "Springfield", days_ago=5)
    hold(path, "Tonight")
    code, printed = run(capsys, "--answers", path)
    assert code == 0
    assert printed.splitlines() == [
        f"Workshops in {path} whose answers were deleted: 1. Their totals stay.",
        "What was answered in the last 12 hours stays. To delete that too: --all",
    ]
    assert rounds(path) == [0, 2]
    assert b"Which day?" in path.read_bytes()


def test_all_answers_go_and_none_of_their_words_stay_in_the_file(tmp_path, capsys):
    path = tmp_path / "answers.db"
    hold(path, "Springfield", days_ago=4 * 366)
    hold(path, "Tonight")
    code, printed = run(capsys, "--answers", path, "--all")
    assert code == 0
    assert printed.splitlines() == [
        f"Workshops in {path} whose answers were deleted: 1. Their totals stay.",
        "Workshops that were so old that their totals went too: 1.",
    ]
    assert rounds(path) == [0]
    assert [file.name for file in tmp_path.iterdir() if b"Which day?" in file.read_bytes()] == []


def test_where_there_are_no_answers_no_file_is_made(tmp_path, capsys):
    code, printed = run(capsys, "--answers", tmp_path / "none.db")
    assert (code, printed.startswith(f"There are no answers in {tmp_path}/none.db: ")) == (1, True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_database_gets_a_sentence(tmp_path, capsys):
    (tmp_path / "answers.db").write_text("mine " * 2000)
    code, printed = run(capsys, "--answers", tmp_path / "answers.db")
    assert (code, printed.startswith(f"{tmp_path}/answers.db is damaged")) == (1, True)
