"""The words that every sender of SMS must obey, written alone: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out"""

from messengers.hearing import Wish

WORDS = {
    Wish.STOP: {
        "stop",
        "stopall",
        "unsubscribe",
        "cancel",
        "end",
        "quit",
        "optout",
        "revoke",
        "стоп",
        "отписка",
        "отписаться",
    },
    Wish.START: {"start", "unstop", "yes", "старт", "подписаться"},
    Wish.HELP: {"help", "info", "помощь", "справка"},
}


def wish_in(text: str) -> Wish | None:
    word = text.strip().strip(".!\"'«»“”").casefold()
    return next((wish for wish, words in WORDS.items() if word in words), None)
