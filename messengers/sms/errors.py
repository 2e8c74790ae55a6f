"""Twilio's error codes in our words (notifications/reasons.py tells what they mean): https://www.twilio.com/docs/api/errors"""

WORDS = {
    20003: "provider_refused_us",
    20404: "provider_refused_us",
    21211: "impossible_number",
    21214: "impossible_number",
    21217: "impossible_number",
    21408: "country_not_allowed",
    21610: "stopped",
    21612: "unreachable_number",
    21614: "not_a_mobile",
    21617: "too_long",
    30003: "unreachable_number",
    30004: "blocked",
    30005: "unknown_number",
    30006: "not_a_mobile",
    30007: "filtered",
}


def word_for(code: int | str | None) -> str:
    try:
        number = int(code or 0)
    except ValueError:
        return "undelivered"
    return WORDS.get(number) or (f"twilio {number}" if number else "undelivered")
