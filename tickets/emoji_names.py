"""The emoji one answers customers with: few enough to be seen at once, each with a name to search and to read out."""

from django.utils.translation import gettext_lazy, pgettext_lazy

GROUPS = [
    (
        gettext_lazy("Faces"),
        [
            ("🙂", pgettext_lazy("emoji", "slight smile")),
            ("😊", pgettext_lazy("emoji", "smile")),
            ("😀", pgettext_lazy("emoji", "grin")),
            ("😄", pgettext_lazy("emoji", "laugh")),
            ("😂", pgettext_lazy("emoji", "tears of joy")),
            ("😉", pgettext_lazy("emoji", "wink")),
            ("😍", pgettext_lazy("emoji", "heart eyes")),
            ("🤗", pgettext_lazy("emoji", "hug")),
            ("🤔", pgettext_lazy("emoji", "thinking")),
            ("😌", pgettext_lazy("emoji", "relief")),
            ("😅", pgettext_lazy("emoji", "phew")),
            ("😕", pgettext_lazy("emoji", "confused")),
            ("😔", pgettext_lazy("emoji", "sad")),
            ("😢", pgettext_lazy("emoji", "crying")),
            ("😮", pgettext_lazy("emoji", "surprise")),
            ("🥳", pgettext_lazy("emoji", "party face")),
        ],
    ),
    (
        gettext_lazy("Hands and hearts"),
        [
            ("👍", pgettext_lazy("emoji", "thumbs up")),
            ("👎", pgettext_lazy("emoji", "thumbs down")),
            ("👌", pgettext_lazy("emoji", "fine")),
            ("🙏", pgettext_lazy("emoji", "thank you")),
            ("👏", pgettext_lazy("emoji", "applause")),
            ("🤝", pgettext_lazy("emoji", "handshake")),
            ("👋", pgettext_lazy("emoji", "wave")),
            ("💪", pgettext_lazy("emoji", "strength")),
            ("🤞", pgettext_lazy("emoji", "fingers crossed")),
            ("☝️", pgettext_lazy("emoji", "pointing up")),
            ("❤️", pgettext_lazy("emoji", "red heart")),
            ("💙", pgettext_lazy("emoji", "blue heart")),
        ],
    ),
    (
        gettext_lazy("Things and signs"),
        [
            ("✅", pgettext_lazy("emoji", "done")),
            ("❗", pgettext_lazy("emoji", "important")),
            ("❓", pgettext_lazy("emoji", "question")),
            ("⚠️", pgettext_lazy("emoji", "warning")),
            ("⏳", pgettext_lazy("emoji", "in progress")),
            ("🎉", pgettext_lazy("emoji", "celebration")),
            ("🌟", pgettext_lazy("emoji", "star")),
            ("☀️", pgettext_lazy("emoji", "sun")),
            ("🌷", pgettext_lazy("emoji", "tulip")),
            ("🎁", pgettext_lazy("emoji", "gift")),
            ("☕", pgettext_lazy("emoji", "coffee")),
            ("💳", pgettext_lazy("emoji", "card")),
            ("💶", pgettext_lazy("emoji", "banknote")),
            ("🏦", pgettext_lazy("emoji", "bank")),
            ("🔒", pgettext_lazy("emoji", "lock")),
            ("📎", pgettext_lazy("emoji", "paperclip")),
            ("📄", pgettext_lazy("emoji", "document")),
            ("📅", pgettext_lazy("emoji", "calendar")),
            ("📞", pgettext_lazy("emoji", "telephone")),
            ("✈️", pgettext_lazy("emoji", "aeroplane")),
        ],
    ),
]

# Offered at once beside a message; all of them may stand under one.
QUICK = ("👍", "❤️", "😊", "🙏", "✅", "🎉")
EMOJI = tuple(emoji for _title, group in GROUPS for emoji, _name in group)
