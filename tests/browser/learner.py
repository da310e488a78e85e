"""A learner at the self-study in JupyterLab: does what its forms and buttons ask for, by the content's own answers."""

from iepkit.explorers.answers import NOT_SURE

_START = 60_000
_SHOWN = ".jp-OutputArea [data-study]"
_CALLS = ("start", "due", "case", "check", "tasks", "floor", "myths", "ready")
ALL_RIGHT = 3
NOT_YET = 1


def widgets_of(notebook):
    """How many widgets of the self-study a notebook shows."""
    lines = [line for cell in notebook.cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    return sum(line.startswith(f"learning.{call}(") for line in lines for call in _CALLS)


class Learner:
    """Who sits before a notebook that runs.

    Args:
        page: the browser's.
        content: what the kit says.
        guesses: a ``random.Random``; who has it knows an answer at first in two of three cases.
    """

    def __init__(self, page, content, guesses=None):
        self.page = page
        self.content = content
        self.guesses = guesses

    def wait_for(self, count):
        """Wait until that many widgets are alive."""
        self.page.locator(f"{_SHOWN}[data-connected]").nth(count - 1).wait_for(timeout=_START, state="attached")

    def widget(self, kind):
        """The widget of this kind, such as ``check``."""
        return self.page.locator(f'{_SHOWN}[data-connected]:is([data-study="{kind}"], [data-study^="{kind}-"])')

    def knows(self):
        """Is the next answer known?"""
        return self.guesses is None or self.guesses.random() > 1 / 3

    def answer(self, widget):
        """Answer each question that is open; gives the ids of those that were missed."""
        missed = []
        for question in _values(widget, "form[data-do=answer] [name=question]"):
            if self.answer_one(widget, question, is_known=self.knows()):
                missed.append(question)
        return missed

    def answer_one(self, widget, question_id, *, is_known=True):
        """Answer one question and wait for what is said to it; was it missed?"""
        question = self.content.study_bank[question_id]
        choice = question.right or question.choices[0].id
        if question.right and not is_known:
            choice = next(one.id for one in question.choices if not one.is_right)
        place = widget.locator(f'[data-piece="question-{question_id}"]')
        place.locator(f'[name=choice][value="{choice}"]').check()
        place.locator("[type=submit]").click()
        place.locator(".answered").wait_for()
        return bool(question.right) and choice != question.right

    def say(self, widget):
        """Answer in one's own words what is asked from the floor, and the myths; gives the items rated "not yet"."""
        missed = []
        for item in _values(widget, "form[data-do=compare] [name=item]"):
            is_known = self.knows()
            self.say_one(widget, item, ALL_RIGHT if is_known else NOT_YET)
            if not is_known:
                missed.append(item)
        return missed

    def say_one(self, widget, item, rating=ALL_RIGHT):
        """Say one answer, compare it with the sourced one, rate it."""
        place = widget.locator(f'[data-piece="{item.replace(".", "-")}"]')
        place.locator("textarea").fill("I can show you what the rule says.")
        place.locator("form[data-do=compare] [type=submit]").click()
        place.locator(f'[name=rating][value="{rating}"]').check()
        place.locator("form[data-do=rate] [type=submit]").click()
        place.locator("[data-do=again]").wait_for()

    def think(self, widget):
        """Give a first thought on each story, and see what the rules say."""
        for number in range(widget.count()):
            story = widget.nth(number)
            for plan in ("iep", "plan_504"):
                if story.locator(f"[name={plan}]").count():
                    story.locator(f'[name={plan}][value="{NOT_SURE}"]').check()
            story.locator("form[data-do=think] [type=submit]").click()
            story.locator("[data-do=again]").wait_for()

    def be_shown(self, widget):
        """See one way to each task."""
        for task in [button.get_attribute("data-task") for button in widget.locator("button[data-do=show_way]").all()]:
            widget.locator(f'button[data-do=show_way][data-task="{task}"]').click()
            widget.locator(f'.is-done[data-piece$="-{task}"]').wait_for()

    def review(self):
        """Do all that is due today."""
        due = self.widget("due")
        while due.locator(":is(form[data-do=answer], form[data-do=compare])").count():
            for question in _values(due, "form[data-do=answer] [name=question]"):
                self.answer_one(due, question)
            for item in _values(due, "form[data-do=compare] [name=item]"):
                self.say_one(due, item)
            self.run_again(due)

    def run_again(self, widget):
        """Run the widget's own cell again."""
        widget.evaluate("one => one.toggleAttribute('data-before')")
        widget.locator("xpath=ancestor::*[contains(@class, 'jp-CodeCell')]").locator(".cm-content").click()
        self.page.keyboard.press("Control+Enter")
        self.page.wait_for_selector(f"{_SHOWN}[data-before]", state="detached")
        widget.wait_for(timeout=_START)

    def go_through(self, module):
        """Do all that a module asks for; gives the items that were missed."""
        self.think(self.widget("case"))
        tasks = self.widget("tasks")
        if tasks.count():
            self.be_shown(tasks)
        missed = [f"question.{question}" for question in self.answer(self.widget("check"))] if module.check else []
        for kind in ("floor", "myths"):
            if getattr(module, kind):
                missed += self.say(self.widget(kind))
        return missed

    def try_it(self, *, knows):
        """Take a try at readiness and hand it in; gives how many questions there were."""
        ready = self.widget("ready")
        ready.locator("button[data-do=begin]").click()
        ready.locator("form[data-do=put]").first.wait_for()
        asked = _values(ready, "form[data-do=put] [name=question]")
        for question in asked:
            choice = self.content.study_bank[question].right if knows else NOT_SURE
            ready.locator(f'[data-piece="item-{question}"] [value="{choice}"]').check()
        ready.locator("button[data-do=hand_in]").click()
        ready.locator("button[data-do=begin]").wait_for()
        return len(asked)


def _values(widget, fields):
    """What stands in hidden fields."""
    return [field.get_attribute("value") for field in widget.locator(fields).all()]
