"""What one may answer a message with, in the order in which a picker shows it. The first few are offered at once."""

QUICK = ("👍", "❤️", "😊", "🙏", "✅", "👀")
MORE = (
    "👎", "👏", "🙌", "👌", "🤝", "💪", "👋", "🤞",
    "😀", "😂", "😉", "🙂", "😍", "🤗", "😎", "🤔",
    "😮", "😢", "😕", "😬", "😅", "😴", "😡", "🤷",
    "🎉", "🔥", "⭐", "💡", "⏳", "⚡", "❓", "❗",
    "💳", "💶", "🏦", "📎", "📞", "🔒", "✈️", "☕",
)  # fmt: skip
EMOJI = QUICK + MORE
