"""Files of a message as filled-in strings: a picture in its own shape, a voice note, a card. Every value is escaped."""

from html import escape

from tickets.templatetags.desk import drawing

PICTURE = """<a class="attachment attachment--picture" href="/desk/attachments/{key}/" data-picture="{name}" \
data-size="{size}" target="_blank" rel="noopener"><img src="/desk/attachments/{key}/thumbnail/" \
width="{width}" height="{height}" alt="{name}" loading="lazy" decoding="async"></a>"""
VOICE = """<voice-note class="voice" src="/desk/attachments/{key}/" duration="{duration}">\
<a href="/desk/attachments/{key}/">{name}</a></voice-note>"""
FILE = """<a class="attachment" href="/desk/attachments/{key}/" target="_blank" rel="noopener">{icon}\
<span class="attachment__text"><span class="attachment__name">{name}</span>\
<span class="attachment__size"><file-size bytes="{size}"></file-size></span></span></a>"""
WIDEST, HIGHEST, NARROWEST = 272, 208, 48


def tile(file) -> str:
    common = {"key": escape(file.key), "name": escape(file.name), "size": file.size}
    if file.thumbnail and file.width and file.height:
        width, height = _fitted(file.width, file.height)
        return PICTURE.format(**common, width=width, height=height)
    if file.duration_ms is not None or file.content_type.startswith("audio/"):
        return VOICE.format(**common, duration=file.duration_ms or "")
    return FILE.format(**common, icon=drawing("file-text"))


def _fitted(width: int, height: int) -> tuple[int, int]:
    """In proportion and never larger than it is; a ribbon still keeps a breadth that a finger meets."""
    share = min(1, WIDEST / width, HIGHEST / height)
    return max(round(width * share), NARROWEST), max(round(height * share), NARROWEST)
