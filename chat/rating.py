"""Asked after a session: was it solved, how many stars, what went wrong, and the questions of the house."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chat.directory import directory
from chat.payloads import WrongValue, place, string, switch, words_by_name
from chat.refusals import Refusal
from chat.serialising import bot_json, person_json
from tickets.models import Question
from tickets.models.feedback import FEW, MAX_COMMENT


def stars(value) -> int:
    if (given := place(value)) not in range(1, 6):
        raise WrongValue(_("Give one to five stars."))
    return given


READERS: dict[str, Callable] = {
    "solved": switch,
    "rating": stars,
    "comment": string(MAX_COMMENT),
    "questions": words_by_name,
}


def ask(conversation, standing) -> dict | None:
    asked = standing.asked
    if asked is None:
        return None
    about = {"session": asked["session"]}
    if not asked["solved"] and not asked["waits"]:
        return {"kind": "solved", **about}
    if not asked["rated"]:
        return {"kind": "rating", **about, **_who(conversation, asked)}
    if asked["stars"] is not None and asked["stars"] < FEW and not asked["commented"]:
        return {"kind": "comment", **about, "stars": asked["stars"]}
    if asked["questions"]:
        # The customer's own language: the conversation's visitor may be another of his devices.
        questions = [_question(row, asked["language"]) for row in asked["questions"]]
        return {"kind": "questions", **about, "questions": questions}
    return None


def answer(conversation, kind: str, *, session: int | None, value, by) -> None:
    if session is None:
        raise Refusal("invalid", fields={"session": _("Name the session that this is about.")})
    ticket = conversation.ticket
    if kind == "solved":
        ticket.say_solved(session, value, by=by)
    elif kind == "rating":
        ticket.rate(session, value, by=by)
    elif kind == "comment":
        ticket.comment_on(session, value and value.strip(), by=by)
    else:
        ticket.refresh_from_db(fields=["department"])
        ticket.answer_questions(session, _answered(value, ticket.department_id), by=by)


def _who(conversation, asked: dict) -> dict:
    if asked["joined"] and asked["operator"]:
        return {"about": "operator", **person_json(User(**asked["operator"]))}
    site = directory.site(conversation.visitor.site_id)
    # His operator's account may be gone; the conversation was a person's all the same.
    return {"about": "operator" if asked["joined"] else "bot", **bot_json(site)}


def _question(row: dict, language: str) -> dict:
    russian = language.startswith("ru")
    labels = (russian and row["options_ru"]) or row["options"]
    return {
        "name": row["key"],
        "label": (russian and row["label_ru"]) or row["label"],
        "kind": row["kind"],
        "options": [{"value": value, "label": label} for value, label in zip(row["options"], labels, strict=False)],
        "required": row["is_required"],
    }


def _answered(value: dict[str, str] | None, department_id: int | None) -> dict[str, str] | None:
    """Each answer fits its question. One that is no longer asked is passed over: the customer cannot help it."""
    if value is None:
        return None
    questions = list(Question.objects.asked_by(department_id))
    given = {question.key: value[question.key].strip() for question in questions if question.key in value}
    wrong = {}
    for question in questions:
        text = given.get(question.key, "")
        if question.is_required and not text:
            wrong[question.key] = _("Please answer this, or skip all.")
        elif text and question.kind == Question.Kind.CHOICE and text not in question.options:
            wrong[question.key] = _("Choose one of the answers.")
    if wrong:
        raise Refusal("invalid", sentence=next(iter(wrong.values())), fields=wrong)
    return {key: text for key, text in given.items() if text}
