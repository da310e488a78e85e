"""The chart and one question on eligibility in Solara, for the comparison in arrivals.py.

It says what our page says, and by the same rules. As Solara's makers advise, what
all visitors share is made once for the process; a visitor has only the answer.
"""

from __future__ import annotations

import solara

from iepkit.content import ENGLISH, PLANS, load
from iepkit.explorers import decide
from iepkit.pages import build
from iepkit.wording import Wording

_TOPIC, _QUESTION = "eligibility", "progress"

_content = load()
_wording = Wording(_content, ENGLISH)
_chart = build("compare", _content, ENGLISH, "workshop", "")
_choices = next(q.choices for q in _content.interviews[_TOPIC].questions if q.id == _QUESTION)
_names = {choice.id: _wording.plain(f"choice.{_TOPIC}.{_QUESTION}.{choice.id}") for choice in _choices}


def _found(answer: str | None) -> str:
    answers = {"state": "massachusetts"} | ({_QUESTION: answer} if answer else {})
    outcome = decide(_TOPIC, answers, _content)
    said = []
    for plan in PLANS:
        finding = getattr(outcome, plan)
        texts = [text for reason in finding.reasons for text in _content.reasons[reason].text_ids]
        reasons = "".join(f"<li>{_wording.plain(text, **_wording.numbers)}</li>" for text in texts)
        said.append(f"<h3>{_wording.plain(f'ui.plan.{plan}')}</h3><ul>{reasons}</ul>")
    # The load client knows the answer by this attribute.
    return f'<div data-outcome="{answer or ""}">{"".join(said)}</div>'


@solara.component
def Page() -> None:  # noqa: N802 - Solara looks for this name
    """The page that a visitor opens."""
    answer, set_answer = solara.use_state(None)
    solara.HTML(unsafe_innerHTML=_chart)
    # By id, so that the load client need not know the words.
    solara.v.Select(
        label=_wording.plain(f"question.{_TOPIC}.{_QUESTION}.ask"),
        items=[{"text": name, "value": choice} for choice, name in _names.items()],
        v_model=answer,
        on_v_model=set_answer,
    )
    solara.HTML(unsafe_innerHTML=_found(answer))
