"""The few words that scripts and live pushes need, in the reader's language; every page of the desk carries them."""

from functools import cache

from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    return _words(get_language())


@cache
def _script(language: str) -> SafeString:
    return json_script(_words(language), "words")


def words_script() -> SafeString:
    """The words as the page's JSON, made once for each language."""
    return _script(get_language())


@cache
def _words(language: str) -> dict[str, str]:
    return {
        "you": _("You"),
        "note": _("Note, only colleagues see it"),
        "whisper": _("Whisper, only colleagues see it"),
        "edited": _("edited"),
        "redacted": _("This message was removed."),
        "struck": _("redacted"),
        **_hidden(),
        "signed_card": _("Signed by the site"),
        "unsigned_card": _("Not signed"),
        "visitor": _("Visitor"),
        "former": _("Former colleague"),
        "bot": _("Assistant"),
        "automatic": pgettext("beside a message", "automatic"),
        "system": _("System"),
        "today": _("Today, {day}"),
        "yesterday": _("Yesterday, {day}"),
        "minutes": _("{n} min"),
        "hours": _("{n} h"),
        "days": _("{n} d"),
        "new": pgettext("mark between read and unread messages", "New"),
        "sent": _("Sent"),
        "delivered": _("Delivered"),
        "read": _("Read"),
        "sending": _("Sending"),
        "waiting": _("Waiting for the network"),
        "typing": _("{name} is typing"),
        "writing": _("{name} is writing a reply."),
        "writing_hint": _("Yours would reach {customer} first."),
        "looking": _("{name} is here"),
        "missed": _("Nothing was sent yet."),
        "upload_failed": _("{name} could not be uploaded. Try again."),
        "remove_file": _("Remove {name}"),
        "dismiss": _("Dismiss"),
        "lost_right": _("You can no longer see this ticket."),
        "gone": _("This is no longer there, or no longer yours to see."),
        "error": _("Something went wrong on our side. Nothing you typed is lost; try again."),
        "forbidden": _("You may not do this."),
        "too_many": _("Too many requests. Wait a moment."),
        "network": _("The server did not answer. Check the network and try again."),
        "followed": _("News in #{n}, which you follow"),
        **_supervising(),
        **_composing(),
        "news_new": _("New ticket from {name}"),
        "news_reply": _("{name} has written"),
        "news_mention": _("A colleague calls you in a note"),
        "news_assigned": _("A ticket was given to you"),
        "notify_on": _("Notifications are on in this browser."),
        "notify_off": _("This browser will not notify you. You can change that beside its address."),
        **_lists(),
        **_happenings(),
        **_talking(),
    }


def _hidden() -> dict[str, str]:
    """What the shield hides, beside a message and under the box where one writes."""
    return {
        "masked": _("Hidden:"),
        "masked_card": pgettext("what was hidden", "card number"),
        "masked_cvv": pgettext("what was hidden", "code or date of the card"),
        "masked_password": pgettext("what was hidden", "password"),
        "masked_code": pgettext("what was hidden", "one-time code"),
        "masked_key": pgettext("what was hidden", "key"),
        "will_mask": _("Will be hidden when you send it: {what}."),
    }


def _supervising() -> dict[str, str]:
    return {
        "whispers": _("{name} whispers:"),
        "watching": _("{name} is watching"),
        "taken_from_you": _("{name} has taken over #{n}"),
        "given_to_you": _("#{n} is yours now"),
        "led_by": _("{name} leads this conversation now."),
        "led_by_hint": _("What you have begun stays here; a note reaches {name} at once."),
    }


def _lists() -> dict[str, str]:
    return {
        "hours_minutes": _("{h} h {n} min"),
        "late": _("{time} late"),
        "answer_due": _("Answer due:"),
        "chosen": _("Chosen: {n}"),
        "news": _("New: {n}"),
        "moved": _("The order has changed"),
    }


def _composing() -> dict[str, str]:
    return {
        "sends_in": _("Leaves in {n} s"),
        "not_sent": _("What you wrote in #{ticket} was not sent. It waits for you there."),
        "wrote_meanwhile": _("{name} wrote meanwhile:"),
        "upload_network": _("Not uploaded: the server did not answer."),
        "try_file_again": _("Try again to upload {name}"),
        "files_missing": _("A file could not be uploaded. Try it again or remove it, then send."),
        "fill_in": _("Fill in: {names}"),
        "still_blank": _("{name} is still to be filled in. Nothing was sent yet."),
        "list_canned": _("Canned replies"),
        "list_people": _("Colleagues"),
        "none_canned": _("No canned reply has “{words}”."),
        "none_people": _("No colleague called “{words}” may see this ticket."),
        "none_emoji": _("No emoji is called “{words}”."),
    }


def _talking() -> dict[str, str]:
    return {
        "latest": _("To the latest message"),
        "latest_unseen": _("To the latest message, new: {n}"),
        "what_follows": _("Show what follows"),
        "message_missing": _("This message is not in this conversation."),
        "voice_note": _("Voice note"),
        "voice_broken": _("Cannot be played"),
        "play": _("Play"),
        "pause": _("Pause"),
        "speed": _("Speed"),
        "picture_of": _("{n} of {all}"),
        "reactions": _("Reactions"),
        "colleague": _("A colleague"),
        "show_talk": _("Show what was said there"),
        "hide_talk": _("Hide it"),
        "copied_text": _("The text is copied."),
        "copied_link": _("The link is copied. Colleagues who may see the ticket can open it."),
        "not_copied": _("The browser did not allow copying."),
    }


def _happenings() -> dict[str, str]:
    return {
        "joined": _("{name} joined the conversation"),
        "joined_by_me": _("You joined the conversation"),
        "assigned": _("{name} gave the ticket to {to}"),
        "assigned_by_me": _("You gave the ticket to {to}"),
        "taken": _("{name} took the ticket"),
        "taken_by_me": _("You took the ticket"),
        "taken_over": _("{name} took the conversation over from {to}"),
        "taken_over_by_me": _("You took the conversation over from {to}"),
        "given_back": _("{name} gave the conversation back to {to}"),
        "given_back_by_me": _("You gave the conversation back to {to}"),
        "handed_over": _("{name} handed the conversation to {to}"),
        "handed_over_by_me": _("You handed the conversation to {to}"),
        "snoozed": _("{name} put the ticket off"),
        "snoozed_by_me": _("You put the ticket off"),
        "snoozed_by_itself": _("The ticket was put off"),
        "woken": _("{name} brought the ticket back"),
        "woken_by_me": _("You brought the ticket back"),
        "woken_by_itself": _("The ticket is back: its time has come"),
        "released": _("{name} gave the ticket back to the queue"),
        "released_by_me": _("You gave the ticket back to the queue"),
        "released_by_itself": _("The ticket went back to the queue"),
        "transferred": _("{name} sent the ticket to {to}"),
        "transferred_by_me": _("You sent the ticket to {to}"),
        "resolved": _("{name} resolved the ticket"),
        "resolved_by_me": _("You resolved the ticket"),
        "closed": _("{name} closed the ticket"),
        "closed_by_me": _("You closed the ticket"),
        "closed_by_itself": _("The ticket was closed"),
        "left": _("{name} ended the chat"),
        "ended_by_itself": _("The chat ended: the customer had fallen silent"),
        "absent_by_itself": _("The customer has left: your reply has not reached him yet"),
        "reopened": _("{name} reopened the ticket"),
        "reopened_by_me": _("You reopened the ticket"),
        "reopened_by_itself": _("The ticket was reopened"),
        "joined_by_itself": _("The customer is being served"),
        "resolved_by_itself": _("The ticket was resolved"),
        "transferred_by_itself": _("The ticket was sent to {to}"),
        "assigned_by_itself": _("The ticket was given to {to}"),
        "merged": _("{name} merged this ticket into"),
        "merged_by_me": _("You merged this ticket into"),
        "took_in": _("{name} merged into this ticket:"),
        "took_in_by_me": _("You merged into this ticket:"),
        "unmerged": _("{name} parted this ticket again from"),
        "unmerged_by_me": _("You parted this ticket again from"),
        "let_go": _("{name} undid the merging of"),
        "let_go_by_me": _("You undid the merging of"),
        "split_off": _("{name} split off a ticket of its own:"),
        "split_off_by_me": _("You split off a ticket of its own:"),
        "split_from": _("{name} split this ticket off from"),
        "split_from_by_me": _("You split this ticket off from"),
        "held_by_itself": _("The ticket was put on hold: {text}"),
        "held": _("{name} put the ticket on hold: {text}"),
        "held_by_me": _("You put the ticket on hold: {text}"),
        "passed_by_itself": _("{to} did not open the ticket in time, it is back in the queue"),
        "person_asked_by_itself": _("The customer asks for a person"),
        "routed_by_itself": _("Sent to {to} by the rule “{text}”"),
        "escalated": _("{name} escalated the ticket to {to}: {text}"),
        "escalated_by_me": _("You escalated the ticket to {to}: {text}"),
        **_assessing(),
    }


def _assessing() -> dict[str, str]:
    return {
        "said_solved": _("{name} says that the question is solved"),
        "said_unsolved": _("{name} says that the question is not solved"),
        "rated": _("{name} rated the conversation: {text} of 5"),
        "rated_bot": _("{name} rated the assistant: {text} of 5"),
        "commented": _("{name} about the conversation: {text}"),
        "summarised": _("{name} sums up: {text}"),
        "summarised_by_me": _("You sum up: {text}"),
    }
