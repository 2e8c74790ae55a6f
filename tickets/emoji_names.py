"""The emoji one answers customers with: few enough to be seen at once, each with a name to search and to read out."""

from django.utils.translation import gettext_lazy as _

GROUPS = [
    (
        _("Faces"),
        [
            ("🙂", _("slight smile")),
            ("😊", _("smile")),
            ("😀", _("grin")),
            ("😄", _("laugh")),
            ("😂", _("tears of joy")),
            ("😉", _("wink")),
            ("😍", _("heart eyes")),
            ("🤗", _("hug")),
            ("🤔", _("thinking")),
            ("😌", _("relief")),
            ("😅", _("phew")),
            ("😕", _("confused")),
            ("😔", _("sad")),
            ("😢", _("crying")),
            ("😮", _("surprise")),
            ("🥳", _("party face")),
        ],
    ),
    (
        _("Hands and hearts"),
        [
            ("👍", _("thumbs up")),
            ("👎", _("thumbs down")),
            ("👌", _("fine")),
            ("🙏", _("thank you")),
            ("👏", _("applause")),
            ("🤝", _("handshake")),
            ("👋", _("wave")),
            ("💪", _("strength")),
            ("🤞", _("fingers crossed")),
            ("☝️", _("pointing up")),
            ("❤️", _("red heart")),
            ("💙", _("blue heart")),
        ],
    ),
    (
        _("Things and signs"),
        [
            ("✅", _("done")),
            ("❗", _("important")),
            ("❓", _("question")),
            ("⚠️", _("warning")),
            ("⏳", _("in progress")),
            ("🎉", _("celebration")),
            ("🌟", _("star")),
            ("☀️", _("sun")),
            ("🌷", _("tulip")),
            ("🎁", _("gift")),
            ("☕", _("coffee")),
            ("💳", _("card")),
            ("💶", _("banknote")),
            ("🏦", _("bank")),
            ("🔒", _("lock")),
            ("📎", _("paperclip")),
            ("📄", _("document")),
            ("📅", _("calendar")),
            ("📞", _("telephone")),
            ("✈️", _("aeroplane")),
        ],
    ),
]

# Offered at once beside a message; all of them may stand under one.
QUICK = ("👍", "❤️", "😊", "🙏", "✅", "🎉")
EMOJI = tuple(emoji for _title, group in GROUPS for emoji, _name in group)
