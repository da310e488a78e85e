"""What a workshop really took corrects the next plan, and a slip in the table gets its sentence."""

import csv
import io

import pytest

from iepkit.agenda.plan import Wish, plan
from iepkit.agenda.run_log import COLUMNS, Run, as_csv, corrections, learned, read_runs
from tests.agenda.samples import AGENDA, BLOCKS

IDS = [block.id for block in BLOCKS]
HEAD = ",".join(COLUMNS)


def read(tmp_path, *lines, head=HEAD):
    path = tmp_path / "log.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    problems = []
    return read_runs([path], IDS, problems), [str(problem) for problem in problems]


def test_the_table_of_a_plan_can_be_read_back_and_says_nothing_before_it_is_filled_in(tmp_path):
    made = plan(BLOCKS, Wish(60), AGENDA, {("close", "none"): 1.25})
    path = tmp_path / "run_log.csv"
    path.write_bytes(as_csv(made))
    problems = []
    assert read_runs([path], IDS, problems) == []
    assert problems == []
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    assert [(row["block"], row["form"], int(row["planned"])) for row in rows] == [
        (item.block.id, item.form, item.minutes) for item in made.blocks
    ]
    assert {row["block"]: row["correction"] for row in rows}["close"] == "1.25"


def test_a_filled_row_is_a_run_and_an_earlier_correction_is_taken_out_of_it(tmp_path):
    runs, problems = read(tmp_path, "2026-11-24,close,short,none,6,1.5,8")
    assert (runs, problems) == ([Run("close", "none", 2.0)], [])


@pytest.mark.parametrize("save", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("minutes", ["9", "9,0", '"9,0"'])
def test_a_table_as_excel_saves_it_is_fine(tmp_path, save, minutes):
    path = tmp_path / "log.csv"
    lines = [HEAD.replace(",", ";"), f"11/24/2026;close;short;none;6;1;{minutes}", ";;;;;;", ""]
    path.write_bytes("\r\n".join(lines).encode(save))
    problems = []
    assert read_runs([path], IDS, problems) == [Run("close", "none", 1.5)]
    assert problems == []


def test_one_file_named_twice_counts_once(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(f"{HEAD}\n,close,short,none,6,1,9\n")
    assert len(read_runs([path, tmp_path / "." / "log.csv"], IDS, [])) == 1


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (",lunch,full,none,6,1,9", 'row 2, column block: "lunch" is not known. Write one of: welcome, two_laws,'),
        (",close,long,none,6,1,9", 'row 2, column form: "long" is not known. Write one of: full, short.'),
        (",close,full,yes,6,1,9", 'row 2, column interpreter: "yes" is not known. Write one of: none, consecutive,'),
        ("soon,close,full,none,6,1,9", 'row 2, column day: "soon" is no day. Write it as in 2026-11-24'),
        ("2026-02-30,close,full,none,6,1,9", 'row 2, column day: "2026-02-30" is no day.'),
        (",close,full,none,,1,9", 'row 2, column planned: "" can\'t be right. Write a number above 0'),
        (",close,full,none,6,x,9", 'row 2, column correction: "x" can\'t be right.'),
        (",close,full,none,6,1,0", 'row 2, column minutes: "0" can\'t be right. Write a number above 0, and 300 at most.'),
        (",close,full,none,6,1,nine", "Leave it empty if the block was not given."),
        (",close,full,none,6,1,999", 'row 2, column minutes: "999" can\'t be right.'),
        (",close,full,none,6,9", "row 2: 6 cells stand here, and the first row has 7."),
    ],
)  # fmt: skip
def test_a_slip_gets_one_sentence_with_its_place(tmp_path, line, sentence):
    runs, problems = read(tmp_path, line)
    assert runs == []
    assert len(problems) == 1
    assert problems[0].startswith("log.csv, row 2")
    assert sentence in problems[0]


def test_a_missing_column_and_a_missing_file_get_a_sentence(tmp_path):
    _, problems = read(tmp_path, head=HEAD.replace(",planned", ""))
    assert problems == ['log.csv, row 1: the column "planned" is missing. Add it to the first row.']
    found = []
    read_runs([tmp_path / "none.csv"], IDS, found)
    assert str(found[0]).startswith("none.csv: there is no such file.")


def runs(interpreter, *ratios, block="close"):
    return [Run(block, interpreter, ratio) for ratio in ratios]


def test_the_middle_of_three_runs_corrects_a_block_and_two_do_not():
    (found,) = learned(runs("none", 1.0, 9.0, 1.4), "none")
    assert (found.correction, found.runs, found.of_all) == (1.4, 3, False)
    (found,) = learned(runs("none", 1.0, 9.0), "none")
    assert (found.correction, found.runs) == (None, 2)
    assert corrections(runs("none", 1.0, 9.0)) == {}


@pytest.mark.parametrize(("ratio", "kept"), [(0.1, 0.5), (7.0, 3.0), (1.234, 1.23)])
def test_a_correction_is_kept_within_reason(ratio, kept):
    assert corrections(runs("none", *[ratio] * 3))["close", "none"] == kept


def test_runs_with_the_same_interpreter_go_first_and_others_help_out():
    written = [*runs("none", 1.0, 1.0, 1.0), *runs("consecutive", 2.0, 2.0)]
    found = corrections(written)
    assert (found["close", "none"], found["close", "consecutive"]) == (1.0, 1.0)
    (one,) = learned(written, "consecutive")
    assert (one.of_all, one.runs) == (True, 5)
    assert corrections([*written, *runs("consecutive", 2.0)])["close", "consecutive"] == 2.0


def test_each_block_is_learned_of_by_itself():
    written = [*runs("none", 2.0, 2.0, 2.0), *runs("none", 1.0, block="team")]
    assert [(one.block, one.correction) for one in learned(written, "none")] == [("close", 2.0), ("team", None)]
